import type { Role } from '../accounts/public.ts'

/** This top-level domain never exists (RFC 2606): emails of the demo reach nobody. */
const emailDomain = 'robo-events.example'

export const emailOf = (username: string) => `${username}@${emailDomain}`

export interface Account {
  username: string
  displayName: string
  role: Role
  timezone: string
}

/** The accounts that can sign in. */
export const accounts: Account[] = [
  { username: 'ada', displayName: 'Ada Brandt', role: 'admin', timezone: 'Europe/Berlin' },
  { username: 'grace', displayName: 'Grace Okafor', role: 'staff', timezone: 'Europe/London' },
  { username: 'linus', displayName: 'Linus Keller', role: 'staff', timezone: 'Europe/Zurich' },
  { username: 'mira', displayName: 'Mira Sandoval', role: 'attendee', timezone: 'America/Chicago' },
  {
    username: 'tomas',
    displayName: 'Tomás Ferreira',
    role: 'attendee',
    timezone: 'America/Sao_Paulo',
  },
  { username: 'yuki', displayName: 'Yuki Tanabe', role: 'attendee', timezone: 'Asia/Tokyo' },
]

/** Accounts that only register for events. They have no password, so nobody can sign in to them. */
export const crowd = [
  'Aanya Kulkarni',
  'Abdi Warsame',
  'Agnes Lindholm',
  'Aleks Nowak',
  'Amara Njoroge',
  'Andreas Vogt',
  'Anika Rao',
  'Beatriz Campos',
  'Ben Whitlock',
  'Caio Menezes',
  'Camille Rochat',
  'Charlotte Nguyen',
  'Chidi Eze',
  'Clara Baumann',
  'Daniel Kipkoech',
  'Deepak Iyer',
  'Diego Robles',
  'Eilidh Drummond',
  'Emeka Obi',
  'Emma Tremblay',
  'Farah Siddiqui',
  'Felix Hartmann',
  'Fiona Gallagher',
  'Gustavo Prado',
  'Hana Kobayashi',
  'Hiroshi Endo',
  'Ines Moreau',
  'Isaac Freeman',
  'Jack Brennan',
  'Jana Novotná',
  'Joana Figueira',
  'Kaito Mori',
  'Karthik Menon',
  'Lena Hoffmann',
  'Liam Fraser',
  'Lucía Herrera',
  'Maya Goldstein',
  'Mei Lin Zhou',
  'Mateo Quiroga',
  'Nadia Haddad',
  'Noah Petersen',
  'Oliver Ashworth',
  'Paula Richter',
  'Priya Deshmukh',
  'Rahul Bhatt',
  'Renata Bianchi',
  'Ruth Wanjiru',
  'Samuel Adeyemi',
  'Sara Lundgren',
  'Sophie Laurent',
  'Théo Girard',
  'Tyler Jackson',
  'Valeria Ponce',
  'Wei Zhang',
  'Wanjiku Kamau',
  'Xavier Dupont',
  'Zoe Mitchell',
]

/** `Jana Novotná` is `jana.novotna`. */
export const usernameOf = (name: string) =>
  name
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replaceAll(' ', '.')
