/** UTF-8 bytes to text, strictly: one wrong byte, and the error that is given is thrown. A mark of byte order is left out. */

export async function* utf8Text(
  bytes: AsyncIterable<Uint8Array>,
  refusal: (cause: unknown) => Error,
): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch (error) {
      throw refusal(error);
    }
  };
  for await (const chunk of bytes) {
    yield decode(chunk);
  }
  yield decode();
}
