/** Verdicts and their findings as they are asked for: what was found, the values read, the evidence. */
import { ObjectType } from 'type-graphql';
import { Access, reads } from '../access';
import { VerdictWord } from '../common-words';
import { day, id, instant, OPTIONAL, text, texts, whole, word, words } from '../fields';

export const FindingResult = words('FindingResult', '要素判断。 What was found of an element.', {
  MET: '符合。 Met.',
  NOT_MET: '不符合。 Not met.',
  NOT_APPLICABLE: '不适用。 Not applicable.',
  UNKNOWN: '未知，注明原因和应询问的机构。 Unknown, with its cause and whom to ask.',
});

@Access(reads('reviews'))
@ObjectType({
  description: '一次评审的结论，可重算。 The verdict of one evaluation; it can be computed again.',
})
export class Verdict {
  @id('编号。 Id.')
  id!: string;

  @whole('第几次评审。 Which evaluation in turn.')
  version!: number;

  @word(VerdictWord, '结论。 The verdict.')
  verdict!: string;

  @text('适用标准及版本。 The standard and version.')
  catalogueId!: string;

  @text('评审程序版本。 Version of the engine.')
  engine!: string;

  @day('截至日期。 As of.')
  asOf!: string;

  @instant('评审时间。 Evaluated at.')
  evaluatedAt!: Date;

  @text('所用事实的摘要（SHA-256）。 Digest of the facts it used.')
  factsDigest!: string;
}

@Access(reads('reviews'))
@ObjectType({
  description:
    '一条标准的判断，取其各要素中最差的。 What was found of one criterion: the worst of its elements.',
})
export class Finding {
  @text('标准条目（如 E2、P3）。 The criterion, such as E2 or P3.', OPTIONAL)
  criterion!: string | null;

  @word(FindingResult, '判断。 What was found.', OPTIONAL)
  result!: string | null;
}

@Access(reads('reviews'))
@ObjectType({
  description:
    '一项要素的判断、所读取的值和证据。 What was found of one element, the values read, the evidence.',
})
export class ElementFinding {
  @text('要素。 The element.', OPTIONAL)
  element!: string | null;

  @word(FindingResult, '判断。 What was found.', OPTIONAL)
  result!: string | null;

  @text('未知或不适用的原因。 Why unknown or not applicable.', OPTIONAL)
  cause!: string | null;

  @texts('应询问的机构。 Whom to ask.', OPTIONAL)
  ask!: string[] | null;

  @text('所读取的值（JSON 文本）。 The values read, as JSON text.', OPTIONAL)
  values!: string | null;

  @texts('证据记录编号。 Ids of the evidence records.', OPTIONAL)
  records!: string[] | null;

  @texts('案件材料编号。 Ids of the evidence in the case.', OPTIONAL)
  materials!: string[] | null;

  @text('依据条款。 Article it rests on.', OPTIONAL)
  article!: string | null;

  @text('一句话说明，可用于文书。 A sentence that could go into a letter.', OPTIONAL)
  explanation!: string | null;
}

export const ParameterMark = words('ParameterMark', '参数来源。 Where a parameter comes from.', {
  T: '标准文本。 The text of the standard.',
  L: '其他法规。 Other law, named.',
  P: '本项目建议，待主管部门确认。 Proposed by this project, to be confirmed by the agency.',
});

@Access(reads('reviews'))
@ObjectType({ description: '要素所用的参数及其来源。 A parameter an element used, and where it comes from.' })
export class FindingParameter {
  @text('参数。 The parameter.', OPTIONAL)
  name!: string | null;

  @text('取值。 Its value.', OPTIONAL)
  value!: string | null;

  @word(ParameterMark, '来源。 Where it comes from.', OPTIONAL)
  mark!: string | null;
}
