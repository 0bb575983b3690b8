/** Names of organisations: one clean way to write a name down, and one form under which two names are compared. */

const halfWidth = (text: string): string =>
  text
    .replace(/[\uff01-\uff5e]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replaceAll('\u3000', ' ');

/** Characters that print nothing and sometimes come along when text is copied. */
const INVISIBLE = /[\u200b-\u200f\u2060\ufeff]/g;

/** Chinese characters, capitals and digits alone: most names are such, and stay as they are in either form. */
const PLAIN = /^[\u4e00-\u9fffA-Z0-9]+$/;

/**
 * The name as it is shown: outer blanks and blanks beside Chinese characters removed, letters and digits half-width,
 * brackets full-width, as registrations print them.
 */
export function cleanName(text: string): string {
  if (PLAIN.test(text)) {
    return text;
  }
  return halfWidth(text.replace(INVISIBLE, ''))
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/ (?=[^\x20-\x7e])/g, '')
    .replace(/(?<=[^\x20-\x7e]) /g, '')
    .replaceAll('(', '（')
    .replaceAll(')', '）');
}

/** The form for comparing: no blanks, one kind of bracket, capitals. 有限公司 and 有限责任公司 stay what they are. */
export function normaliseName(text: string): string {
  if (PLAIN.test(text)) {
    return text;
  }
  return halfWidth(text.replace(INVISIBLE, ''))
    .replace(/\s+/g, '')
    .replace(/[（〔[【{〈《]/g, '(')
    .replace(/[）〕\]】}〉》]/g, ')')
    .replace(/[·•・．]/g, '·')
    .toUpperCase();
}

const LEGAL_FORM =
  /(?:股份有限公司|有限责任公司|集团有限公司|有限公司|股份公司|集团公司|总公司|公司|集团|合伙企业|专业合作社|合作社)+$/;
const PLACE = /^(?:[^()]{2,3}(?:省|自治区))?(?:[^()]{2,4}市)?(?:[^()]{2,4}[区县市])?/;

/** What is left of a normalised name without place, legal form and brackets: the part that tells firms apart. */
export function coreOfName(normalised: string): string {
  const bare = normalised.replace(/\([^()]*\)/g, '').replace(LEGAL_FORM, '');
  const core = bare.replace(PLACE, '');
  return core.length >= 2 ? core : bare;
}
