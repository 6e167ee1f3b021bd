/** Loaded into each measured process before its own program: says what it has used when it is asked. */
process.on('message', (question) => {
  if (question !== 'usage') return
  const { user, system } = process.cpuUsage()
  process.send?.({ cpuMillis: (user + system) / 1000, memoryBytes: process.memoryUsage.rss() })
})
