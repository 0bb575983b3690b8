/** One text for one value: sorted keys, no blanks, no undefined; what digests are taken over. */

export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== 'object') {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw new TypeError(`canonicalJson: ${value} has no JSON text`);
    }
    return JSON.stringify(value);
  }
  if (isArray(value)) {
    let text = '[';
    for (let i = 0; i < value.length; i++) {
      text += (i ? ',' : '') + canonicalJson(value[i] ?? null);
    }
    return `${text}]`;
  }
  let text = '';
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member !== undefined) {
      text += `${text ? ',' : ''}${JSON.stringify(key)}:${canonicalJson(member)}`;
    }
  }
  return `{${text}}`;
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
