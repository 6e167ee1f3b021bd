export { saveTeamAccounts } from './queries.ts'
