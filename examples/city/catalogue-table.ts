/** The evidence that the two city standards ask for, as the tripartite office's forms print it. A test compares it with the published catalogues. */

export type MaterialKind = 'D' | 'S' | 'V' | 'Q';

/** Material → the kinds of evidence it may be. */
export const ENTERPRISE_MATERIALS: Readonly<Record<string, readonly MaterialKind[]>> = {
  'E1.organisation': ['D', 'Q'],
  'E1.role-note': ['D', 'V'],
  'E2.pay-series': ['D'],
  'E3.minutes': ['D'],
  'E3.board': ['Q'],
  'E4.rules': ['D'],
  'E4.warning': ['D'],
  'E4.handling-note': ['D', 'V'],
  'E5.system': ['D'],
  'E5.plan': ['D'],
  'E5.fund': ['D', 'Q'],
  'E6.note': ['D', 'V'],
  'E7.note': ['D', 'V', 'S'],
  'E8.note': ['S', 'V'],
  'E9.survey': ['S'],
};

/** The elements that only a reviewer may answer, with what the reviewers of the demo wrote. */
export const ENTERPRISE_JUDGED: Readonly<Record<string, string>> = {
  'E1.role': '走访见党员示范岗公示和活动记录，职工知晓',
  'E2.pay-growth': '近三年工资增幅与效益、劳动生产率增幅相当',
  'E4.handling': '调处台账完整，苗头性问题均有处置记录',
  'E6.culture': '有企业精神表述和年度文化活动记录',
  'E6.responsibility': '有公益和本地招工记录',
  'E7.care': '走访见职工之家、食堂和宿舍改善记录',
  'E7.women': '产假、哺乳时间落实，有母婴室',
  'E7.health': '有年度体检和心理讲座记录',
  'E8.conduct': '走访和调查反映纪律良好、归属感较强',
  'E8.claims': '诉求经协商、调解渠道反映；不以投诉多少评价',
};

export const PARK_MATERIALS: Readonly<Record<string, readonly MaterialKind[]>> = {
  'P1.mechanism': ['D'],
  'P1.agenda': ['D'],
  'P1.plan': ['D'],
  'P1.consultation': ['D'],
  'P4.screening': ['D'],
  'P4.emergency': ['D'],
  'P4.reporting': ['D'],
  'P5.body': ['D'],
  'P6.plans': ['D'],
  'P6.drills': ['D'],
  'P6.safety': ['Q'],
  'P6.health': ['Q'],
  'P7.visit': ['V'],
  'P7.events': ['D'],
};

export const PARK_JUDGED: Readonly<Record<string, string>> = {
  'P6.effect': '预案、演练和部门答复相互印证',
};
