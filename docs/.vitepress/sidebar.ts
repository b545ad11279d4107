/** Every page, in the order in which somebody who is new needs them. */
export const sidebar = [
  {
    text: "Begin",
    items: [{ text: "Getting started", link: "/getting-started" }],
  },
  {
    text: "Write",
    items: [
      { text: "Handlers", link: "/handlers" },
      { text: "Rooms and namespaces", link: "/rooms-and-namespaces" },
      { text: "Authentication", link: "/authentication" },
      { text: "Sessions", link: "/sessions" },
      { text: "Errors", link: "/errors" },
      { text: "Background tasks", link: "/background-tasks" },
      { text: "Types and schemas", link: "/types" },
      { text: "Testing", link: "/testing" },
      { text: "Hot reload", link: "/hot-reload" },
    ],
  },
  {
    text: "Run",
    items: [
      { text: "Settings", link: "/configuration" },
      { text: "In the terminal", link: "/terminal" },
      { text: "Engines", link: "/engines" },
      { text: "Runtimes", link: "/runtimes" },
      { text: "Proxies", link: "/proxies" },
      { text: "Deployment", link: "/deployment" },
      { text: "Security", link: "/security" },
    ],
  },
  {
    text: "Scale",
    items: [
      { text: "Scaling", link: "/scaling" },
      { text: "Workers", link: "/workers" },
      { text: "Adapters", link: "/adapters" },
      { text: "Past one broker", link: "/fleet" },
      { text: "Emitting from elsewhere", link: "/emitting" },
      { text: "A Flask-SocketIO queue", link: "/flask-queue" },
      { text: "Load testing", link: "/load-testing" },
    ],
  },
  {
    text: "Find out",
    items: [
      { text: "Troubleshooting", link: "/troubleshooting" },
      { text: "Talking to a server", link: "/connect" },
      { text: "Probing a server", link: "/probing" },
      { text: "Conflicts", link: "/conflicts" },
    ],
  },
  {
    text: "Migrate",
    items: [
      { text: "From Flask-SocketIO", link: "/migrating-from-flask-socketio" },
      { text: "From Socket.IO", link: "/migrating-from-socket.io" },
      { text: "From ws", link: "/migrating-from-ws" },
    ],
  },
];
