/**
 * Values of a stream with one JSON value a line, whatever the chunks. Throws SyntaxError on a line that is no
 * JSON, and on a last line without its end: half an event must not pass for a whole one.
 */
export async function* jsonLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<unknown, void, void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.trim() !== '') yield parse(line);
    }
  }
  if (rest.trim() !== '') throw new SyntaxError('the stream ends in the middle of a line');
}

/** The parser's own message quotes the text, which may hold a Secret. */
const parse = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    throw new SyntaxError('a line of the stream is not JSON');
  }
};
