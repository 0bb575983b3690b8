/** What each body knows of one unit: one field per record type, the present records, newest first. */
import { ObjectType } from 'type-graphql';
import { Access, SIGNED_IN } from '../access';
import { linked, listOf } from '../fields';
import { ShortArgs } from '../page';
import {
  ConfederationLocalBody,
  ConfederationMembership,
  CsrReport,
  FederationHonour,
  FederationLocalBody,
  FederationMembership,
} from './chamber-types';
import { DishonestyDeletion, DishonestyEntry, DisputeOutcome, JudicialConfirmation } from './court-types';
import {
  CollectiveIncident,
  ContractReview,
  CoordinatorCount,
  InspectionCase,
  InspectionDecision,
  IntegrityGrade,
  MediationBody,
  PayOrder,
  ServiceStation,
  SocialInsurance,
} from './hrss-types';
import { ListingDecision, ListingRemoval } from './listing-records';
import {
  AffairsOpenness,
  CollectiveContract,
  Negotiation,
  UnionLetter,
  UnionUnit,
  WorkersCongress,
} from './union-types';

/** Null as a whole where the actor may not see this record type. */
const records = (type: () => unknown, description: string) =>
  linked(listOf(type), description, { args: ShortArgs, nullable: true });

@Access(SIGNED_IN)
@ObjectType({ description: '人社部门掌握的记录。 What the human-resources authority knows.' })
export class HrssView {
  @records(() => SocialInsurance, '社会保险登记。 Social-insurance registrations.')
  socialInsurance!: SocialInsurance[] | null;

  @records(() => IntegrityGrade, '守法诚信等级。 Compliance and integrity grades.')
  integrityGrades!: IntegrityGrade[] | null;

  @records(() => InspectionCase, '监察案件。 Inspection cases.')
  inspectionCases!: InspectionCase[] | null;

  @records(() => InspectionDecision, '处理处罚决定。 Treatment and penalty decisions.')
  inspectionDecisions!: InspectionDecision[] | null;

  @records(() => PayOrder, '责令支付文书。 Orders to pay.')
  payOrders!: PayOrder[] | null;

  @records(() => ListingDecision, '列入名单决定。 Decisions to list.')
  listingDecisions!: ListingDecision[] | null;

  @records(() => ListingRemoval, '移出名单决定。 Removals from the list.')
  listingRemovals!: ListingRemoval[] | null;

  @records(() => ContractReview, '集体合同审查。 Contract reviews.')
  contractReviews!: ContractReview[] | null;

  @records(() => MediationBody, '调解组织。 Mediation bodies.')
  mediationBodies!: MediationBody[] | null;

  @records(() => CoordinatorCount, '劳动关系协调员。 Coordinators.')
  coordinators!: CoordinatorCount[] | null;

  @records(() => ServiceStation, '服务站。 Service stations.')
  serviceStations!: ServiceStation[] | null;

  @records(() => CollectiveIncident, '群体性或重大事件。 Collective or major incidents.')
  collectiveIncidents!: CollectiveIncident[] | null;
}

@Access(SIGNED_IN)
@ObjectType({ description: '工会掌握的记录。 What the trade unions know.' })
export class UnionView {
  @records(() => UnionUnit, '单位工会。 Unions at the unit.')
  unions!: UnionUnit[] | null;

  @records(() => Negotiation, '集体协商。 Negotiations.')
  negotiations!: Negotiation[] | null;

  @records(() => CollectiveContract, '集体合同。 Collective contracts.')
  contracts!: CollectiveContract[] | null;

  @records(() => WorkersCongress, '职代会。 Workers’ congresses.')
  congresses!: WorkersCongress[] | null;

  @records(() => AffairsOpenness, '厂务公开。 Openness of affairs.')
  openness!: AffairsOpenness[] | null;

  @records(() => UnionLetter, '一函两书。 Letters of supervision.')
  letters!: UnionLetter[] | null;
}

@Access(SIGNED_IN)
@ObjectType({ description: '企联掌握的记录。 What the enterprise confederation knows.' })
export class ConfederationView {
  @records(() => ConfederationMembership, '会员。 Memberships.')
  memberships!: ConfederationMembership[] | null;

  @records(() => CsrReport, '社会责任报告。 Social-responsibility reports.')
  csrReports!: CsrReport[] | null;

  @records(() => ConfederationLocalBody, '本地组织。 Local bodies.')
  localBodies!: ConfederationLocalBody[] | null;
}

@Access(SIGNED_IN)
@ObjectType({ description: '工商联掌握的记录。 What the federation of industry and commerce knows.' })
export class FederationView {
  @records(() => FederationMembership, '会员。 Memberships.')
  memberships!: FederationMembership[] | null;

  @records(() => FederationHonour, '荣誉。 Honours.')
  honours!: FederationHonour[] | null;

  @records(() => FederationLocalBody, '本地商会。 Local bodies.')
  localBodies!: FederationLocalBody[] | null;
}

@Access(SIGNED_IN)
@ObjectType({ description: '法院掌握的记录。 What the court knows.' })
export class CourtView {
  @records(() => DishonestyEntry, '失信被执行人信息。 Entries of dishonest judgment debtors.')
  dishonestyEntries!: DishonestyEntry[] | null;

  @records(() => DishonestyDeletion, '删除、撤销、更正。 Deletions, withdrawals, corrections.')
  dishonestyDeletions!: DishonestyDeletion[] | null;

  @records(() => DisputeOutcome, '劳动争议结果。 Outcomes of labour disputes.')
  disputes!: DisputeOutcome[] | null;

  @records(() => JudicialConfirmation, '司法确认。 Judicial confirmations.')
  confirmations!: JudicialConfirmation[] | null;
}
