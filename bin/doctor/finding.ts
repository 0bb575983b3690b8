/** One line of the doctor: fine or not, what was seen, and what to do about it. */

export interface Finding {
  readonly ok: boolean;
  readonly subject: string;
  readonly seen: string;
  readonly advice?: string;
}

export const fine = (subject: string, seen: string): Finding => ({ ok: true, subject, seen });

export const wrong = (subject: string, seen: string, advice: string): Finding => ({
  ok: false,
  subject,
  seen,
  advice,
});

const DAY = 86_400;

export function age(seconds: number): string {
  if (seconds < 120) {
    return `${Math.round(seconds)} 秒`;
  }
  return seconds < 2 * DAY ? `${Math.round(seconds / 60)} 分钟` : `${Math.round(seconds / DAY)} 天`;
}
