/**
 * The program of the child process of `copyListeners`: it sends every handle back. On the way there and
 * back the operating system makes a copy of it. It ends with its channel.
 */
process.on('message', (_message, handle) => process.send!('copy', handle))
