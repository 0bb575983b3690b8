/** Every room's tables in one list: what a data source is opened with. */

import { JOBS_TABLES } from '../jobs/tables';
import { ACCESS_TABLES } from '../src/access/tables';
import { AGENCIES_TABLES } from '../src/agencies/tables';
import { AUDIT_TABLES } from '../src/audit/tables';
import { DELIVERY_TABLES } from '../src/delivery/tables';
import { DESIGNATIONS_TABLES } from '../src/designations/tables';
import { FLAGS_TABLES } from '../src/flags/tables';
import { INCENTIVES_TABLES } from '../src/incentives/tables';
import { REVIEWS_TABLES } from '../src/reviews/tables';
import { SANCTIONS_TABLES } from '../src/sanctions/tables';
import { STORE_TABLES } from '../src/store/tables';
import { UNITS_TABLES } from '../src/units/tables';

export const TABLES = [
  ...STORE_TABLES,
  ...AUDIT_TABLES,
  ...ACCESS_TABLES,
  ...UNITS_TABLES,
  ...AGENCIES_TABLES,
  ...DELIVERY_TABLES,
  ...FLAGS_TABLES,
  ...INCENTIVES_TABLES,
  ...DESIGNATIONS_TABLES,
  ...SANCTIONS_TABLES,
  ...REVIEWS_TABLES,
  ...JOBS_TABLES,
];
