// The peer: rooms, joining with an acknowledgement, and the same event to everybody in a room.
// Usage: node server.mjs PORT
import { createServer } from 'node:http'
import { Server } from 'socket.io'

const now = () => (performance.timeOrigin + performance.now()) / 1000

const http = createServer((request, response) => {
  const asked = new URL(request.url, 'http://peer').searchParams
  const chunks = []
  request.on('data', chunk => chunks.push(chunk))
  request.on('end', () => {
    const html = Buffer.concat(chunks).toString()
    const topics = asked.getAll('topic')
    for (let seq = 1; seq <= Number(asked.get('n') ?? 1); seq++) {
      for (const topic of topics) {
        sockets.to(topic).emit('entry', {
          topic, seq, kind: 'comment.posted', action: 'append', target: 'comments', html, at: now()
        })
      }
    }
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
