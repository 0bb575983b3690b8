/** What came of the review of a unit's wage contract: 劳动合同法 54, silence for the period is no objection. Pure. */
import type { Found, UnitEvidence } from '../facts';
import { found, latest, recordsOf } from '../on-file';
import type { AgencyRecord } from '../record';
import { lastWageContract } from '../wage-contract';
import type { ContractReview } from './record-types';

type Review = { readonly record: AgencyRecord<ContractReview>; readonly date: string } | null;

function reviewOf(evidence: UnitEvidence, contractNo: string, asOf: string): Review {
  const reviews = recordsOf<ContractReview>(evidence, 'hrss/CONTRACT_REVIEW').filter(
    ({ data }) => data.contractNo === contractNo,
  );
  return latest(reviews, (data) => data.receivedOn, asOf);
}

/** An answer given after the day asked was not yet known on it. */
function answerOf({ data }: AgencyRecord<ContractReview>, asOf: string): string {
  const answered = data.result !== null && data.result !== undefined && (data.reviewedOn ?? '') <= asOf;
  return answered && data.result ? data.result : 'UNANSWERED';
}

export function contractReview(evidence: UnitEvidence, asOf: string): Found {
  const contract = lastWageContract(evidence, asOf);
  if (contract === null || !contract.inForce) {
    return found('NO_CONTRACT');
  }
  const review = reviewOf(evidence, contract.record.data.contractNo, asOf);
  return review === null
    ? found('NOT_RECEIVED', contract.record)
    : found(answerOf(review.record, asOf), contract.record, review.record);
}

export function contractReceivedOn(evidence: UnitEvidence, asOf: string): Found {
  const contract = lastWageContract(evidence, asOf);
  const review = contract?.inForce ? reviewOf(evidence, contract.record.data.contractNo, asOf) : null;
  return review === null ? found('') : found(review.date, review.record);
}
