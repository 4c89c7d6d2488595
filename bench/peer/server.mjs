// The peer: rooms, joining with an acknowledgement, and the same event to everybody in a room.
// Usage: node server.mjs PORT
import { createServer } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { Server } from 'socket.io'

const FIRST = 1000001 // so that all frames have the same length
const now = () => Math.round((performance.timeOrigin + performance.now()) * 1000)

// As many entries as are asked for, one after the other or, with `pauses`, each so many seconds after the one before.
async function emit({ topics, html, n, pauses }) {
  let due = performance.now()
  for (let number = 0; number < (pauses?.length ?? n); number++) {
    if (pauses) {
      due += pauses[number] * 1000
      if (due > performance.now()) await setTimeout(due - performance.now())
    }
    for (const topic of topics) {
      sockets.to(topic).emit('entry', {
        topic, seq: FIRST + number, kind: 'comment.posted', action: 'append', target: 'comments', html, at: now()
      })
    }
  }
}

const http = createServer((request, response) => {
  const chunks = []
  request.on('data', chunk => chunks.push(chunk))
  request.on('end', async () => {
    await emit(JSON.parse(Buffer.concat(chunks).toString()))
    response.end()
  })
})

const sockets = new Server(http, { perMessageDeflate: false, serveClient: false })
sockets.on('connection', socket => {
  socket.on('join', ({ topic }, answer) => {
    socket.join(topic)
    answer({ ok: true, seq: 0 })
  })
})

http.listen(Number(process.argv[2]), '127.0.0.1')
