import { expect, test } from '@jest/globals';
import { shownAddress } from './shown.ts';

test.each([
  { address: 'http://prometheus:9090', shown: 'http://prometheus:9090' },
  { address: 'https://mimir.example.com/prometheus/', shown: 'https://mimir.example.com/prometheus' },
  { address: 'http://user:secret@prometheus:9090/?token=secret#x', shown: 'http://prometheus:9090' },
])('$address is shown as $shown', ({ address, shown }) => {
  expect(shownAddress(address)).toBe(shown);
});
