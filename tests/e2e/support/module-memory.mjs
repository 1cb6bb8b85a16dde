// The memory of modules, which no heap of the browser counts.

// Told a page before its first script: `moduleBytes()` is then how much all of its modules hold. It runs
// there, so it can use nothing of this module.
export const countModules = () => {
  const memories = [];
  window.moduleBytes = () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const result = await original.apply(WebAssembly, given);
      const exports = Object.values((result.instance ?? result).exports ?? {});
      memories.push(...exports.filter((it) => it instanceof WebAssembly.Memory));
      return result;
    };
  }
};
