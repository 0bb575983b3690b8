/** Which feeds each condition of a measure rests on: while one of them is silent, the condition is unknown. */
import type { AgencyBody } from '../agencies/agency';
import type { FeedKey } from '../agencies/facts';
import type { ExclusionList, Measure } from './measure';

export interface Feed {
  readonly agency: AgencyBody;
  readonly recordType: string;
}

export const feedKey = ({ agency, recordType }: Feed): FeedKey => `${agency}/${recordType}`;

export const FEEDS: Readonly<Record<'GRADE' | ExclusionList, readonly Feed[]>> = {
  GRADE: [{ agency: 'hrss', recordType: 'INTEGRITY_GRADE' }],
  ORDER45_LISTING: [
    { agency: 'hrss', recordType: 'LISTING_DECISION' },
    { agency: 'hrss', recordType: 'LISTING_REMOVAL' },
  ],
  COURT_DISHONESTY: [
    { agency: 'court', recordType: 'DISHONESTY_ENTRY' },
    { agency: 'court', recordType: 'DISHONESTY_DELETION' },
  ],
};

export const feedsOf = ({ exclusions }: Pick<Measure, 'exclusions'>): Feed[] => [
  ...FEEDS.GRADE,
  ...exclusions.flatMap(({ list }) => FEEDS[list]),
];
