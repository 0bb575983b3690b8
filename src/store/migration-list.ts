/** The migrations in the order in which they run; a test holds that each file in migrations/ stands here. */
import { Initial1763700000000 } from './migrations/1763700000000-initial';

export const MIGRATIONS = [Initial1763700000000];
