/** The tripartite office's own lists: parks, memberships, titles named so far. */
import { type Day, dayOf, iso, yearOf } from '../days';
import { Dice } from '../dice';
import { type Employer, nameOn } from '../employer';
import { csvLine, type FileSink } from '../file-sink';
import type { Park } from '../park';
import { type Plan, STREAM } from '../plan';

export const OFFICE_HEADS = {
  'office-parks.csv': 'localCode,uscc,name,kind,regionCode',
  'office-memberships.csv': 'parkCode,uscc,from,to',
  'office-designations.csv':
    'uscc,name,kind,title,level,honour_type,named_on,document_no,naming_body,province',
  'office-old-list.csv': 'name,kind,title,level,province,named_on',
} as const;

type Level = 'COUNTY' | 'CITY' | 'PROVINCE' | 'NATIONAL';
type Kind = 'ENTERPRISE' | Park['kind'];

const put = (sink: FileSink, cells: readonly string[]): void => sink.write(`${csvLine(cells)}\n`);

export function putPark(sink: FileSink, park: Park): void {
  put(sink, [park.localCode, park.code, park.name, park.kind, park.region.code]);
}

export function putMembership(sink: FileSink, plan: Plan, employer: Employer): void {
  if (employer.park === null) {
    return;
  }
  const left = employer.named < 0 && employer.index % 67 === 0 ? iso(plan.today - 60) : '';
  put(sink, [employer.park.code, employer.code, iso(employer.memberSince), left]);
}

const LEVELS: readonly (readonly [readonly Level[], number])[] = [
  [['CITY'], 78],
  [['CITY', 'PROVINCE'], 14],
  [['PROVINCE'], 5],
  [['CITY', 'PROVINCE', 'NATIONAL'], 3],
];

const WORDS: Readonly<Record<Kind, string>> = {
  ENTERPRISE: '劳动关系和谐企业',
  INDUSTRIAL_PARK: '劳动关系和谐工业园区',
  TOWNSHIP: '劳动关系和谐乡镇（街道）',
};

interface Naming {
  readonly title: string;
  readonly honour: 'DEMONSTRATION' | 'MODEL_TITLE' | 'STANDARD_MET';
  readonly on: Day;
  readonly body: string;
  readonly paper: string;
}

/** Titles are named in rounds: the city each December, the province and the state every few years. */
function namingOf(plan: Plan, kind: Kind, level: Level, dice: Dice): Naming {
  const last = yearOf(plan.today) - 1;
  switch (level) {
    case 'CITY': {
      const year = last - dice.between(0, 3);
      const on = dayOf(`${year}-12-10`);
      const body = '威海市协调劳动关系三方委员会（演示）';
      return { title: `威海市${WORDS[kind]}`, honour: 'DEMONSTRATION', on, body, paper: '演威三方' };
    }
    case 'PROVINCE': {
      const on = dayOf(`${last - dice.between(1, 4)}-11-20`);
      const body = '山东省协调劳动关系三方委员会（演示）';
      return { title: `山东省${WORDS[kind]}`, honour: 'DEMONSTRATION', on, body, paper: '演鲁三方' };
    }
    case 'NATIONAL': {
      const model = dice.chance(0.5);
      const on = dayOf(model ? '2019-07-11' : '2022-10-08');
      const title = model
        ? `全国模范${WORDS[kind]}`
        : `全国和谐劳动关系创建示范${kind === 'ENTERPRISE' ? '企业' : '园区'}`;
      const body = '国家协调劳动关系三方会议（演示）';
      return { title, honour: model ? 'MODEL_TITLE' : 'DEMONSTRATION', on, body, paper: '演国三方' };
    }
    case 'COUNTY': {
      const on = dayOf(`${last}-10-15`);
      const body = '县级协调劳动关系三方委员会（演示）';
      return { title: `县级${WORDS[kind]}`, honour: 'STANDARD_MET', on, body, paper: '演县三方' };
    }
    default: {
      const never: never = level;
      return never;
    }
  }
}

interface Titled {
  readonly code: string;
  readonly kind: Kind;
  readonly nameOn: (day: Day) => string;
}

function putTitles(sink: FileSink, plan: Plan, unit: Titled, levels: readonly Level[], dice: Dice): void {
  for (const level of levels) {
    const { title, honour, on, body, paper } = namingOf(plan, unit.kind, level, dice);
    const documentNo = `${paper}〔${yearOf(on)}〕${level === 'CITY' ? 12 : 3}号`;
    const cells = [
      unit.code,
      unit.nameOn(on),
      unit.kind,
      title,
      level,
      honour,
      iso(on),
      documentNo,
      body,
      '370000',
    ];
    put(sink, cells);
  }
}

export function putEnterpriseTitles(sink: FileSink, plan: Plan, employer: Employer): void {
  const dice = new Dice(plan.seed, STREAM.office, employer.index);
  const levels = dice.weigh(LEVELS);
  const unit: Titled = { code: employer.code, kind: 'ENTERPRISE', nameOn: (day) => nameOn(employer, day) };
  putTitles(sink, plan, unit, levels, dice);
}

/** Names only, as such lists were kept before there were codes: some firms bore another name then, some have a namesake. */
export function putOldTitle(sink: FileSink, plan: Plan, employer: Employer): void {
  const hasNamesake = employer.named % 40 === 7;
  const bore = employer.formerName ?? (hasNamesake ? employer.name : null);
  if (bore !== null && (hasNamesake || employer.named % 5 === 0)) {
    const on = dayOf(`${yearOf(plan.today) - 9}-12-10`);
    put(sink, [bore, 'ENTERPRISE', '威海市劳动关系和谐企业', 'CITY', '370000', iso(on)]);
  }
}

/** Weihai names enterprises and industrial parks only, so a township's title comes from the province or its county. */
export function putParkTitles(sink: FileSink, plan: Plan, park: Park): void {
  const dice = new Dice(plan.seed, STREAM.office + 100, park.index);
  const levels: readonly Level[] =
    park.kind === 'INDUSTRIAL_PARK' ? dice.weigh(LEVELS) : [dice.chance(0.8) ? 'PROVINCE' : 'COUNTY'];
  putTitles(sink, plan, { code: park.code, kind: park.kind, nameOn: () => park.name }, levels, dice);
}
