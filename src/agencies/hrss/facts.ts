/** The facts that 人社's records contribute on a unit. Pure. */
import { daysBetween } from '../../calendar/gregorian';
import type { FactDefinition, FactType, FeedKey, Found, UnitEvidence } from '../facts';
import { found, latest, latestDate, notGiven } from '../on-file';
import { contractReceivedOn, contractReview } from './contract-review';
import {
  coordinatorCount,
  everyStation,
  hasMediation,
  incidentsOf,
  insuranceOf,
  insuredCount,
  integrityGrade,
  labourIncidents,
  lastDecisionOn,
  listedForArrears,
  sumOfStations,
  WOMEN_AND_HOURS,
} from './fact-values';

function fact(
  name: string,
  type: FactType,
  feeds: readonly FeedKey[],
  zh: string,
  en: string,
  compute: (evidence: UnitEvidence, asOf: string) => Found,
): FactDefinition {
  return { name, type, agency: 'hrss', feeds, scope: 'UNIT', about: { zh, en }, compute };
}

const INSURANCE = ['hrss/SOCIAL_INSURANCE'] as const;
const DECISIONS = ['hrss/INSPECTION_DECISION'] as const;
const MEDIATION = ['hrss/MEDIATION_BODY'] as const;
const REVIEW = ['union/COLLECTIVE_CONTRACT', 'hrss/CONTRACT_REVIEW'] as const;
const STATION = ['hrss/SERVICE_STATION'] as const;
const INCIDENT = ['hrss/COLLECTIVE_INCIDENT'] as const;

export const HRSS_FACTS: readonly FactDefinition[] = [
  fact('insuranceActive', 'BOOL', INSURANCE, '正常参保', 'insured and active', (evidence) => {
    const record = insuranceOf(evidence);
    return record === null ? found(false) : found(record.data.status === 'ACTIVE', record);
  }),
  fact('insuredCount', 'INT', INSURANCE, '参保人数', 'number of insured', insuredCount),
  fact(
    'isCompany',
    'BOOL',
    INSURANCE,
    '是否公司制企业（按登记名称）',
    'a company, by its registered name',
    (evidence) => {
      const record = insuranceOf(evidence);
      return record === null ? notGiven : found(/公司$/.test(evidence.name.trim()), record);
    },
  ),
  fact(
    'integrityGrade',
    'TEXT',
    ['hrss/INTEGRITY_GRADE'],
    '守法诚信等级',
    'grade A, B, C or NONE',
    integrityGrade,
  ),
  fact(
    'lastBreachDecisionOn',
    'DATE',
    DECISIONS,
    '最近一次生效监察决定日期',
    'latest standing decision',
    (evidence, asOf) => lastDecisionOn(evidence, asOf, null),
  ),
  fact(
    'lastWomenHoursDecisionOn',
    'DATE',
    DECISIONS,
    '最近一次女职工保护、工时方面生效决定日期',
    'latest standing decision on women or hours',
    (evidence, asOf) => lastDecisionOn(evidence, asOf, WOMEN_AND_HOURS),
  ),
  fact(
    'listedForArrears',
    'BOOL',
    ['hrss/LISTING_DECISION', 'hrss/LISTING_REMOVAL'],
    '在拖欠农民工工资失信联合惩戒名单内',
    'on the joint-sanction list of wage arrears',
    listedForArrears,
  ),
  fact(
    'mediationCommittee',
    'BOOL',
    MEDIATION,
    '设有调解委员会',
    'has a mediation committee',
    (evidence, asOf) => hasMediation(evidence, asOf, 'COMMITTEE'),
  ),
  fact('namedMediator', 'BOOL', MEDIATION, '有指定调解员', 'has a named mediator', (evidence, asOf) =>
    hasMediation(evidence, asOf, 'NAMED_MEDIATOR'),
  ),
  fact(
    'coordinatorCount',
    'INT',
    ['hrss/COORDINATORS'],
    '劳动关系协调员人数',
    'coordinators',
    coordinatorCount,
  ),
  fact(
    'contractReview',
    'TEXT',
    REVIEW,
    '集体合同审查结果',
    'review of the wage contract: NO_CONTRACT, NOT_RECEIVED, UNANSWERED, NO_OBJECTION, OBJECTION',
    contractReview,
  ),
  fact('contractReceivedOn', 'DATE', REVIEW, '集体合同收到日期', 'day 人社 received it', contractReceivedOn),
  fact('stationSign', 'BOOL', STATION, '站点标识统一', 'stations have the sign', (evidence) =>
    everyStation(evidence, (station) => station.sign),
  ),
  fact('stationPlace', 'BOOL', STATION, '站点场所固定', 'stations have a fixed place', (evidence) =>
    everyStation(evidence, (station) => station.place),
  ),
  fact('stationFacilities', 'BOOL', STATION, '站点设施齐全', 'stations are equipped', (evidence) =>
    everyStation(evidence, (station) => station.facilities),
  ),
  fact('stationContent', 'BOOL', STATION, '站点服务内容完备', 'stations offer all services', (evidence) =>
    everyStation(evidence, (station) => station.content),
  ),
  fact('stationCoordinators', 'INT', STATION, '站点协调员人数', 'coordinators of the stations', (evidence) =>
    sumOfStations(evidence, (station) => station.coordinators),
  ),
  fact('stationEvents', 'INT', STATION, '站点年度活动次数', 'events of the stations in a year', (evidence) =>
    sumOfStations(evidence, (station) => station.eventsInYear),
  ),
  fact('incidents', 'INT', INCIDENT, '群体性事件起数', 'collective incidents on record', (evidence, asOf) =>
    found(incidentsOf(evidence, asOf).length, ...incidentsOf(evidence, asOf)),
  ),
  fact(
    'lastIncidentOn',
    'DATE',
    INCIDENT,
    '最近一次群体性事件日期',
    'latest collective incident',
    (evidence, asOf) => latestDate(incidentsOf(evidence, asOf), (incident) => incident.occurredOn, asOf),
  ),
  fact(
    'lastLabourIncidentOn',
    'DATE',
    INCIDENT,
    '最近一次劳动关系群体性事件日期',
    'latest collective labour incident',
    (evidence, asOf) => latestDate(labourIncidents(evidence, asOf), (incident) => incident.occurredOn, asOf),
  ),
  fact(
    'lastLabourIncidentReportDays',
    'INT',
    INCIDENT,
    '最近一次劳动关系群体性事件的报告天数',
    'days until the latest collective labour incident was reported; 0 where there was none',
    (evidence, asOf) => {
      const last = latest(labourIncidents(evidence, asOf), (incident) => incident.occurredOn, asOf);
      if (last === null) {
        return found(0);
      }
      const reported = last.record.data.reportedOn;
      return reported ? found(daysBetween(last.date, reported), last.record) : notGiven;
    },
  ),
];
