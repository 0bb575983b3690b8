/** PostGraphile 5 asks for Node 22. Of what is new there it uses this one function; with it, it runs on Node 20 too. */
Promise.withResolvers ??= function withResolvers() {
  const resolvers = {};
  resolvers.promise = new this((resolve, reject) => Object.assign(resolvers, { resolve, reject }));
  return resolvers;
};
