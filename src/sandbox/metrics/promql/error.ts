/** `bad_data`: the query is not PromQL that we can run. `execution`: it is, but not over these series. */
export type PromqlErrorType = 'bad_data' | 'execution';

export class PromqlError extends Error {
  override readonly name = 'PromqlError';
  readonly type: PromqlErrorType;

  constructor(type: PromqlErrorType, message: string) {
    super(message);
    this.type = type;
  }
}

const positionOf = (query: string, offset: number): string => {
  const lines = query.slice(0, offset).split('\n');
  return `${lines.length}:${(lines.at(-1) ?? '').length + 1}`;
};

export const parseError = (query: string, offset: number, message: string): PromqlError =>
  new PromqlError('bad_data', `${positionOf(query, offset)}: parse error: ${message}`);

export const executionError = (message: string): PromqlError => new PromqlError('execution', message);
