/** The one law of the house: a file imports only from rooms of smaller rank. The README prints this table. */

export interface Room {
  readonly rank: number;
  /** A folder, from the root. */
  readonly room: string;
  readonly about: string;
  /** Rooms of smaller rank that it may not import all the same. */
  readonly not?: readonly string[];
}

export const RANKS: readonly Room[] = [
  {
    rank: 0,
    room: 'src/kernel',
    about: 'words all share: ids, clock, canonical JSON, digest, error codes, logger, result',
  },
  {
    rank: 1,
    room: 'src/config',
    about: 'environment → one frozen typed object; the only reader of process.env',
  },
  { rank: 2, room: 'src/calendar', about: 'working days with 调休, deadlines; pure, plus dated files' },
  {
    rank: 2,
    room: 'src/store',
    about: 'embedded servers, data source, transaction, outbox, COPY, migrations, selection → SQL',
  },
  { rank: 3, room: 'src/audit', about: 'append-only log and its proofs' },
  { rank: 4, room: 'src/access', about: 'principals, roles, region scope, the sharing catalogue' },
  { rank: 5, room: 'src/units', about: 'who is who: codes, names, aliases, region, matching' },
  {
    rank: 6,
    room: 'src/agencies',
    about: 'one folder per body: record types, feed clients and mapping, the facts it contributes',
  },
  {
    rank: 7,
    room: 'src/criteria',
    about: 'catalogues: dated, scored, explained; pure: facts → findings, score, verdict',
  },
  {
    rank: 8,
    room: 'src/delivery',
    about: 'recipients, streams and lanes, signing, sending, receipts, recalls; knows no flag',
  },
  { rank: 9, room: 'src/flags', about: 'what other agencies may rely on, versioned per unit and kind' },
  { rank: 10, room: 'src/incentives', about: 'measures, and who is eligible as of a date' },
  { rank: 11, room: 'src/designations', about: 'titles: naming, levels, plaques, quotas, ending' },
  { rank: 11, room: 'src/sanctions', about: 'the joint-sanction list of wage arrears and its due process' },
  {
    rank: 11,
    room: 'src/warnings',
    about: 'red-orange-yellow early warning',
    not: ['src/delivery', 'src/flags', 'src/incentives'],
  },
  {
    rank: 12,
    room: 'src/reviews',
    about: 'rounds, sampling, cases with their documents, visits, opinions; calls a decision',
    not: ['src/warnings'],
  },
  { rank: 13, room: 'src/corrections', about: 'where sources disagree; 校核 tickets and their clock' },
  { rank: 13, room: 'src/bulletins', about: 'ledgers and statistics: the read models that people print' },
  {
    rank: 14,
    room: 'schema',
    about: 'edge 1, people and systems asking: GraphQL classes, selection and guards, gateway',
  },
  {
    rank: 14,
    room: 'jobs',
    about: 'edge 2, time passing: job table, schedules, relay, sweep, worker; alone touches BullMQ',
  },
  { rank: 14, room: 'console', about: 'the staff’s pages; knows only schema/schema.graphql' },
  {
    rank: 15,
    room: 'bin',
    about: 'the `hub` command: up, gateway, worker, migrate, demo, import, review, doctor',
  },
  { rank: 16, room: 'bench', about: 'measured beside limit and peers' },
  { rank: 17, room: 'test', about: 'promises by area' },
];

/** Other people's programs: they import nothing of the project and nothing imports them. */
export const OUTSIDE = 'examples';

/** The table as the README shows it. */
export function ranksAsMarkdown(): string {
  const rows = RANKS.map(({ rank, room, about, not }) => {
    const forbidden = not ? not.map((other) => `\`${other}/\``).join(' ') : '';
    return `| ${rank} | \`${room}/\` | ${about} | ${forbidden} |`;
  });
  return ['| rank | room | one line | not |', '|---|---|---|---|', ...rows].join('\n');
}
