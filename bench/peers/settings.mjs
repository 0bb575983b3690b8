/** What every peer is given and says: its database, its address, the line when it is ready, its end. */
import pg from 'pg';

export const port = Number(process.env.PORT);

const DATE = 1082;

/** As many connections as the hub has by default; a date stays `YYYY-MM-DD`. */
export const POOL = {
  connectionString: process.env.DATABASE_URL,
  max: 10,
  types: {
    getTypeParser: (oid, format) => (oid === DATE ? (text) => text : pg.types.getTypeParser(oid, format)),
  },
};

export const openPool = () => new pg.Pool(POOL);

export function ready() {
  console.log(`ready http://127.0.0.1:${port}/graphql`);
}

// They only read: nothing is lost when they end at once.
process.once('SIGTERM', () => process.exit(0));
