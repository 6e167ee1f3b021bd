/**
 * The application's role is `postgres`, which is no superuser: a hole in the application must not read the
 * machine's files or run programs. The superuser is `administrator`. It has no password and no way in:
 * only a PostgreSQL in single-user mode, which the supervisor starts, works with its rights.
 */
const superuser = 'administrator'

/** All objects that the platform can have created: others have a lower id, or belong to an extension. */
const ownObjects = (catalog: string, owner: string) =>
  `FROM ${catalog} o WHERE o.${owner} = 10 AND o.oid >= 16384 AND NOT EXISTS
    (SELECT FROM pg_depend d WHERE d.classid = '${catalog}'::regclass AND d.objid = o.oid AND d.deptype = 'e')`

const alterations = [
  `SELECT format('SCHEMA %I', o.nspname) ${ownObjects('pg_namespace', 'nspowner')}`,
  // A sequence that belongs to a column gets the owner of its table.
  `SELECT format('TABLE %s', o.oid::regclass) ${ownObjects('pg_class', 'relowner')}
    AND o.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND NOT EXISTS
      (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = o.oid
        AND o.relkind = 'S' AND d.deptype IN ('a', 'i'))`,
  `SELECT format('ROUTINE %s', o.oid::regprocedure) ${ownObjects('pg_proc', 'proowner')}`,
  // Types that no table and no other type brings with it.
  `SELECT format('TYPE %s', o.oid::regtype) ${ownObjects('pg_type', 'typowner')}
    AND (o.typtype IN ('e', 'd', 'r')
      OR EXISTS (SELECT FROM pg_class c WHERE c.oid = o.typrelid AND c.relkind = 'c'))`,
  `SELECT format('COLLATION %I.%I', o.collnamespace::regnamespace, o.collname)
    ${ownObjects('pg_collation', 'collowner')}`,
  `SELECT format('TEXT SEARCH CONFIGURATION %s', o.oid::regconfig) ${ownObjects('pg_ts_config', 'cfgowner')}`,
  `SELECT format('TEXT SEARCH DICTIONARY %s', o.oid::regdictionary) ${ownObjects('pg_ts_dict', 'dictowner')}`,
  `SELECT format('STATISTICS %I.%I', o.stxnamespace::regnamespace, o.stxname)
    ${ownObjects('pg_statistic_ext', 'stxowner')}`,
]

const asLiteral = (text: string) => `'${text.replaceAll("'", "''")}'`

/**
 * Makes the two roles in a new database. In a database of an older version, whose role `postgres` was the
 * superuser, that one gets the name of the superuser, and all that it had created gets the new owner.
 *
 * It writes to the catalog because PostgreSQL does not rename the role of the running session, and does not
 * give away what the first superuser owns (REASSIGN OWNED refuses it).
 */
const createRole = `
DO $roles$
DECLARE altered text;
BEGIN
  UPDATE pg_authid SET rolname = '${superuser}', rolpassword = NULL WHERE oid = 10;
  IF NOT EXISTS (SELECT FROM pg_authid WHERE rolname = 'postgres') THEN
    CREATE ROLE postgres LOGIN;
  END IF;
  ALTER DATABASE postgres OWNER TO postgres;
  FOR altered IN ${alterations.join('\n  UNION ALL ')} LOOP
    EXECUTE format('ALTER %s OWNER TO postgres', altered);
  END LOOP;
  UPDATE pg_extension SET extowner = 'postgres'::regrole WHERE oid >= 16384;
END
$roles$;`

/**
 * SQL that makes the application's role and its password. It can run again.
 *
 * @param rights SQL with more rights for it
 */
export const applicationRole = (password: string, rights = ''): string =>
  `${createRole}\n\nALTER ROLE postgres PASSWORD ${asLiteral(password)};\n\n${rights};\n\n`

/** `pg_hba.conf`: the application's role alone may connect, and only from this machine. */
export const clientAuthentication = `# Written by the platform. The superuser "${superuser}" must not be able to connect.
host all postgres 127.0.0.1/32 scram-sha-256
host replication postgres 127.0.0.1/32 scram-sha-256
`
