/** The one refusal that is no member of a result: the operation asks for too much, so nothing of it is answered. */
import { GraphQLError } from 'graphql';
import { FAILURES } from '../src/kernel/errors';

export const tooComplex = (message: string): GraphQLError =>
  new GraphQLError(message, {
    extensions: { code: 'TOO_COMPLEX', limit: true, http: { status: FAILURES.TOO_COMPLEX.httpStatus } },
  });
