export const usage = `npm run import -- [--format NAME] FILE [options]

  FILE             a file of one of the formats; of a calendar also its address: https://, http:// or webcal://
  --format NAME    frc, ftc   event list of FIRST's API        robotevents  event list of RobotEvents' API
                   tba        event list of The Blue Alliance  csv          a table, or an export of this platform
                   ics        a calendar                       Without it the file says it
  --owner USERNAME the owner of new events, and of imported ones without an owner
  --status STATUS  draft or published: the status of new events
  --encoding NAME  the encoding of files that are not UTF-8, such as windows-1252
  --dry-run        shows what would be imported, and writes nothing
  --skip-bad       imports the good rows although there are bad ones
  --help           shows this help

  frc, ftc, tba, robotevents:
  --entries FILE   the teams in each event (event_code,team)
  --event CODE     the entries are those of this event alone
  --teams FILE     the names of the teams (team,nickname), or a list of teams of one of the APIs
  --season YEAR    moves all dates by whole weeks into that year, on the same weekdays; not for robotevents
  --program KEY    frc, ftc, fll; without it the list of events says it
  --partial        the entries are only some of each event's: more teams there are no difference
  --rename-teams   takes the names of the list although most stored teams have others

  csv:
  --mapping FIELD=COLUMN  the column of a field, by its name or its number; once for each field
  --yes            imports with the proposed mapping, without a question
  --delimiter SIGN the sign between fields, if the file does not show it; "tab" for a tab
  --dates ORDER    dmy, mdy or ymd: how to read 03/04/2031
  --source NAME    what numbers the events, if several tables use the same numbers; the default is csv

  csv, tba, ics:
  --zone NAME      the time zone of times without one, such as Europe/Berlin
`
