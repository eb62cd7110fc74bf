import { describe, expect, test } from '@jest/globals';
import { commandText, parseCommand } from './command.ts';

describe('a command', () => {
  test.each([
    ['halt@7', { verb: 'halt', run: '7', tick: undefined }],
    ['promote@12', { verb: 'promote', run: '12', tick: undefined }],
    ['rollback@7', { verb: 'rollback', run: '7', tick: undefined }],
    ['retry@7', { verb: 'retry', run: '7', tick: undefined }],
    ['approve@7.start', { verb: 'approve', run: '7', tick: 'start' }],
    ['approve@7.0', { verb: 'approve', run: '7', tick: 0 }],
  ] as const)('%s names what is asked, and of which run', (text, command) => {
    expect(parseCommand(text)).toEqual(command);
    expect(commandText(command)).toBe(text);
    expect(parseCommand(` ${text}\n`)).toEqual(command);
    expect(parseCommand(`${text} by Ada at noon`)).toEqual(command);
  });

  test.each([
    ['without a run', 'promote'],
    ['without a number', 'promote@last'],
    ['of an unknown verb', 'celebrate@7'],
    ['of approval without a round', 'approve@7'],
    ['of something else with a round', 'halt@7.2'],
    ['of something else with a start', 'retry@7.start'],
    ['with a negative run', 'halt@-7'],
    ['with more behind it, without a space', 'halt@7.now'],
    ['in capitals', 'HALT@7'],
    ['of nothing', ''],
  ])('%s is none', (_, text) => {
    expect(parseCommand(text)).toBeUndefined();
  });
});
