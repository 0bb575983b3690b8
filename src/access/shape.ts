/** What of principals can be asked for: who one is oneself. */
import { shapeOf } from '../store/shape';
import { PrincipalTable } from './tables';

export const principalShape = shapeOf(PrincipalTable, {
  columns: ['id', 'name', 'role', 'body', 'regionCode'],
});
