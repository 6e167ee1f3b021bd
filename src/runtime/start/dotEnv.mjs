import { existsSync } from 'node:fs'

// Next reads `.env` by itself, but only once it starts: the panel would then work with settings that
// the server around it does not know. What is set already wins over the file.
if (existsSync('.env')) process.loadEnvFile('.env')
