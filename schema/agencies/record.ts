/** What every record of a body has, whatever its type; and the decorator of a record type. */
import { InterfaceType, ObjectType } from 'type-graphql';
import type { RECORD_AREAS } from '../../src/access/areas';
import { Access, reads } from '../access';
import { day, id, instant, OPTIONAL, text, whole } from '../fields';

@InterfaceType({
  description:
    '某单位的一条记录，由一家机构提供，只可更正不可改写。 One record of a unit as a body delivered it.',
})
export abstract class AgencyRecord {
  @id('内部编号（证据引用它）。 Internal id, to which evidence refers.')
  id!: string;

  @text('来源机构自己的编号。 The id it has at its source.')
  sourceKey!: string;

  @whole('本枢纽中的版本。 Its version in the hub.')
  version!: number;

  @text('来源所写的单位名称。 The unit’s name as the source wrote it.', OPTIONAL)
  unitName!: string | null;

  @day('数据日期。 Observed on.')
  observedOn!: string;

  @day('有效期起。 In effect from.', OPTIONAL)
  effectiveFrom!: string | null;

  @day('有效期止。 In effect to.', OPTIONAL)
  effectiveTo!: string | null;

  @instant('收到时间。 Received at.')
  receivedAt!: Date;
}

/** A record type: its fields are those of every record, and who may read its area may read it. */
export function RecordType(area: (typeof RECORD_AREAS)[number], description: string): ClassDecorator {
  return (target) => {
    ObjectType({ implements: AgencyRecord, description })(target);
    Access(reads(area))(target);
  };
}
