/** A JSON Web Token begins with Base64 of `{"`; its parts are joined by dots. */
const TOKEN = /eyJ[\w-]{6,}(?:\.[\w-]*){0,4}/g;

/** `Bearer …`, `--token=…`, `password: …` and the like, as they stand in commands. */
const NAMED =
  /\b(bearer|token|passw(?:or)?d|secret|api-?key)((?:["']?\s?[:=]\s?|\s)["']?)[^\s"'&|;]{6,}/gi;

/** A text without what looks like a token or a password in it: commands have them at times. */
export function withoutTokens(text: string): string {
  return text.replace(TOKEN, '[token]').replace(NAMED, '$1$2[left out]');
}
