// Why a record was rejected, in the parser's words → the same without the piece of the record that they quote.

/** V8 quotes the text around an unexpected token, which may be a password: `Unexpected token 'x', ..."word": x"...`. */
const QUOTED = /, (?:\.\.\.)?".*$/s;

/** What may be logged: logs are read by more people than the records are. */
export function rejectionReason(message: string): string {
  return message.replace(QUOTED, '');
}
