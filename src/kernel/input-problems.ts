/** What is wrong with given input, in an officer's words: the checker's own say neither field nor remedy in Chinese. Pure. */

/** As zod tells it; only what is used here. */
interface Issue {
  readonly code?: string;
  readonly path: readonly PropertyKey[];
  readonly format?: unknown;
  readonly keys?: readonly string[];
  readonly minimum?: number | bigint;
  readonly maximum?: number | bigint;
  readonly message: string;
}

const FORMATS: Readonly<Record<string, string>> = { date: '应为日期，如 2026-11-21' };

function reasonOf({ code, format, minimum, maximum, message }: Issue): string {
  // A reason that was written for people says more than its kind.
  if (/\p{Script=Han}/u.test(message)) {
    return message;
  }
  switch (code) {
    case 'invalid_type':
      return '未填写或者类型不符';
    case 'too_small':
      return Number(minimum) <= 1 ? '不能为空' : `不得少于${minimum}`;
    case 'too_big':
      return `不得超过${maximum}`;
    case 'invalid_format':
      return FORMATS[String(format)] ?? '格式不符';
    case 'invalid_value':
    case 'invalid_union':
      return '不在允许的取值之内';
    default:
      return '不成立';
  }
}

/** Each field with its reason; what was given too much is named. */
export const inputProblems = (issues: readonly Issue[]): string =>
  issues
    .map((issue) =>
      issue.code === 'unrecognized_keys'
        ? `不应有 ${(issue.keys ?? []).join('、')}`
        : `${issue.path.map(String).join('.') || '内容'}：${reasonOf(issue)}`,
    )
    .join('；');
