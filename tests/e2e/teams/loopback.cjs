// Loaded before the playground: it would listen on every interface, and ask the cloud what machine it is on
// even with telemetry disabled.
const net = require("node:net");

const HOST = "127.0.0.1";
const own = (host) => host === undefined || host === HOST || host === "localhost";

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port, ...others) {
  if (Number.isNaN(Number(port))) return listen.call(this, port, ...others);
  const ready = others.find((each) => typeof each === "function");
  return listen.call(this, { port: Number(port), host: HOST }, ready);
};

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...given) {
  const [options] = Array.isArray(given[0]) ? given[0] : given;
  if (own(options.host)) return connect.apply(this, given);
  process.nextTick(() => this.destroy(new Error(`${options.host} is not on this machine`)));
  return this;
};
