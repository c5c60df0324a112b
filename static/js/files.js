// Reads a chosen or dropped file into the text field, in the browser; the file is not sent.
// The libraries that read binary files are loaded when the first such file is opened.

const MOST_BYTES = 4 << 20;
const MOST_UNPACKED = 16 << 20; // of the arrays in an .npz file, together
const MOST_LISTED = 100;
const PIECE = 4_096; // bytes unpacked at a time; they may become a thousand times as many
const TENSORS = {
  F64: Float64Array, F32: Float32Array, F16: Uint16Array, BF16: Uint16Array, I64: BigInt64Array, I32: Int32Array,
  I16: Int16Array, I8: Int8Array, U64: BigUint64Array, U32: Uint32Array, U16: Uint16Array, U8: Uint8Array,
};
const NO_NUMBERS = { // by the first letter of the type
  b: "holds True and False. Save them as numbers: W.astype(float).",
  c: "holds complex numbers. Save their real parts: W.real.",
  o: "holds Python objects, a pickle. Pickles are not opened here.",
};

class Fault extends Error {} // its message is the rest of a sentence that begins with the name of the file or array

const block = document.querySelector(".from-file");
const area = document.getElementById("text");
const unreadable = (type) => new Fault(NO_NUMBERS[type[0].toLowerCase()] ?? `holds values of type ${type}, which cannot be read here.`);
const load = (library) => import(block.dataset[library]).catch(() => {
  throw new Fault("was not read, because a part of this page could not be loaded. Try again.");
});
const faultIn = (error) => (error instanceof Fault ? error.message : "is incomplete, or of another format than its name says.");
const most = (what) => Number(block.dataset[what]); // what the server reads
const shown = (what) => most(what).toLocaleString("en");
const tooMany = () => `At most ${shown("numbers")} numbers can be read.`;
let latest; // the file chosen last; one that takes longer does not replace it

function textIn(bytes) {
  const encoding = { 0xfffe: "utf-16le", 0xfeff: "utf-16be" }[(bytes[0] << 8) | bytes[1]] ?? "utf-8";
  const text = new TextDecoder(encoding).decode(bytes);
  if (/[\0\ufffd]/.test(text)) throw new Fault("is neither text in UTF-8 nor an .npy, .npz or .safetensors file.");
  if (!text.trim()) throw new Fault("is empty.");
  if (text.length > most("characters")) throw new Fault(`has more than ${shown("characters")} characters. ${tooMany()}`);
  return text;
}

function npyArray(bytes, { parse, float16ToFloat32 }) {
  const start = new TextDecoder("latin1").decode(bytes.subarray(0, 256));
  const [, before, order, type = "void"] = /^(.*'descr'\s*:\s*)(?:'([<>|]?)(\w+)|\[)/s.exec(start);
  if (!/^([iu][1248]|f[248])$/.test(type)) throw unreadable(type);
  if (order === ">") bytes[before.length + 1] = "<".charCodeAt(); // npyjs reads no other order
  const { data, shape, fortranOrder } = parse(bytes.buffer, { convertFloat16: false });
  const size = data.BYTES_PER_ELEMENT;
  for (let at = data.byteOffset; order === ">" && at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
  return { data, shape, fortranOrder, float: { f2: float16ToFloat32, f4: Number }[type] };
}

const READERS = { __proto__: null, // each gives pairs: the name of an array, and a function that reads it
  npy: (bytes, npyjs, name) => [[name, () => npyArray(bytes, npyjs)]],
  safetensors(bytes, { float16ToFloat32 }) {
    const start = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const { __metadata__, ...tensors } = JSON.parse(new TextDecoder().decode(bytes.subarray(8, start)));
    const bfloat16 = (bits) => new Float32Array(Uint32Array.of(bits << 16).buffer)[0];
    return Object.entries(tensors).map(([name, { dtype, shape, data_offsets: [from, to] }]) => [name, () => {
      if (!Object.hasOwn(TENSORS, dtype)) throw unreadable(dtype);
      const data = new TENSORS[dtype](bytes.buffer.slice(start + from, start + to));
      return { data, shape, float: { F16: float16ToFloat32, BF16: bfloat16, F32: Number }[dtype] };
    }]);
  },
  async npz(bytes, npyjs) {
    await load("fflate");
    const arrays = [];
    let unpacked = 0;
    const archive = new fflate.Unzip((entry) => {
      if (!entry.name.endsWith(".npy")) return;
      const chunks = [];
      arrays.push([entry.name.slice(0, -4), async () => npyArray(new Uint8Array(await new Blob(chunks).arrayBuffer()), npyjs)]);
      entry.ondata = (error, chunk) => {
        if (error) throw error;
        unpacked += chunk.length;
        if (unpacked > MOST_UNPACKED) throw new Fault("unpacks to more than 16 MB. Save the one matrix alone.");
        chunks.push(chunk);
      };
      entry.start();
    });
    archive.register(fflate.UnzipInflate);
    for (let at = 0; at < bytes.length; at += PIECE) archive.push(bytes.slice(at, at + PIECE), at + PIECE >= bytes.length);
    return arrays;
  },
};

function shortest(number) { // the shortest text that reads back as the same float32
  const digits = [1, 2, 3, 4, 5, 6, 7, 8].find((each) => Math.fround(number.toPrecision(each)) === number) ?? 9;
  return String(Number(number.toPrecision(digits)));
}

function textOf({ data, shape, fortranOrder, float }) {
  const [rows, columns] = shape.length === 1 ? [1, ...shape] : shape;
  const texts = Array.from(data, (number) => (float ? shortest(float(number)) : String(number)));
  const row = (_, j) => `[${texts.filter((__, at) => (fortranOrder ? at % rows : Math.floor(at / columns)) === j).join(", ")}]`;
  return shape.length === 1 ? row(null, 0) : `[${Array.from({ length: rows }, row).join(",\n ")}]`;
}

async function offer(name, read) { // a label, and a text or a fault
  let label = name;
  try {
    const array = await read();
    const { data, shape } = array;
    const count = shape.reduce((product, length) => product * length, 1);
    label += ` (${shape.join(", ")}${shape.length === 1 ? "," : ""})`;
    if (shape.length !== 1 && shape.length !== 2) throw new Fault(`has ${shape.length || "no"} axes. A matrix has two, a list one.`);
    if (count > most("numbers")) throw new Fault(`is too large. ${tooMany()}`);
    if (count === 0) throw new Fault("holds no numbers.");
    if (data.length !== count) throw new Error("not as many numbers as the shape says");
    return { label, text: textOf(array) };
  } catch (error) {
    return { label, fault: faultIn(error) };
  }
}

async function offers([file, second]) {
  if (second) throw new Fault("came with other files. Choose one.");
  if (file.size > MOST_BYTES) throw new Fault("is larger than 4 MB. Save the one matrix alone.");
  const read = READERS[file.name.toLowerCase().split(".").at(-1)];
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (!read) return [{ label: file.name, text: textIn(bytes) }];
  const arrays = await read(bytes, await load("npyjs"), file.name);
  if (!arrays.length) throw new Fault("holds no arrays.");
  if (arrays.length > MOST_LISTED) throw new Fault("holds more than 100 arrays. Save the one matrix alone.");
  return Promise.all(arrays.map(([name, get]) => offer(name, get)));
}

function fill({ label, text }) {
  area.value = text;
  area.dispatchEvent(new Event("input", { bubbles: true }));
  block.querySelector("[role=status]").textContent = `${label} is in the field now.`;
}

function buttonFor(found) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", textContent: `${found.label} ${found.fault ?? ""}`, disabled: "fault" in found });
  button.addEventListener("click", () => fill(found));
  return button;
}

async function choose(files) {
  const [file] = files;
  if (!file) return;
  latest = file;
  const found = await offers(files).catch((error) => [{ label: file.name, fault: faultIn(error) }]);
  if (latest !== file) return;
  const [only] = found.length === 1 ? found : [];
  block.querySelector(".problem").textContent = only?.fault ? `${only.label} ${only.fault}` : "";
  block.querySelector("[role=status]").textContent = only ? "" : `${file.name} holds ${found.length} arrays:`;
  block.querySelector(".arrays").replaceChildren(...(only ? [] : found.map(buttonFor)));
  if (only && !only.fault) fill(only);
}

if (block) {
  const input = block.querySelector("input");
  block.hidden = false;
  input.addEventListener("click", () => { input.value = ""; }); // so that the same file can be chosen again
  input.addEventListener("change", () => choose(input.files));
  for (const type of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(type, (event) => { // anywhere: a file dropped beside the field would replace the page
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      area.toggleAttribute("data-dropping", type === "dragover");
      if (type !== "drop") return;
      input.files = event.dataTransfer.files;
      choose(input.files);
    });
  }
}
