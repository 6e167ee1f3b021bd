export { exportPersonalData } from './exportPersonalData.ts'
