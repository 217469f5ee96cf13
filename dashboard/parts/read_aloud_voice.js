// One line said by a voice of the device, or, where it has none for the language, shown long enough.

const REGIONS = { "zh-Hans": ["zh-cn", "zh-sg", "cmn"], "zh-Hant": ["zh-hk", "yue", "zh-tw", "zh"], en: ["en-gb", "en"] };
const PACE = { zh: 230, other: 75 };
const LEAST_MS = 1600;
const PATIENCE_MS = 500;

// Voices come late in some browsers; who has none after half a second has none.
function voices() {
  const speech = window.speechSynthesis;
  if (!speech) return Promise.resolve([]);
  const known = speech.getVoices();
  if (known.length) return Promise.resolve(known);
  return new Promise((tell) => {
    const told = () => tell(speech.getVoices());
    speech.addEventListener?.("voiceschanged", told, { once: true });
    setTimeout(told, PATIENCE_MS);
  });
}

export async function voiceFor(language) {
  const known = await voices();
  const wanted = REGIONS[language] ?? [language.toLowerCase()];
  const tag = (voice) => voice.lang.toLowerCase().replace("_", "-");
  const found = wanted.map((region) => known.filter((voice) => tag(voice).startsWith(region))).find((one) => one.length);
  return found?.find((voice) => voice.localService) ?? found?.[0] ?? null;
}

function shown(words, language, signal) {
  const each = language.startsWith("zh") ? PACE.zh : PACE.other;
  return new Promise((done) => {
    const timer = setTimeout(done, Math.max(LEAST_MS, words.length * each));
    signal.addEventListener("abort", () => { clearTimeout(timer); done(); }, { once: true });
  });
}

// Ends when the line is over, or at once when `signal` says so.
export function say(words, { language, voice, rate = 1, signal }) {
  if (!voice) return shown(words, language, signal);
  return new Promise((done) => {
    const line = new SpeechSynthesisUtterance(words);
    Object.assign(line, { voice, lang: voice.lang, rate, onend: done, onerror: done });
    signal.addEventListener("abort", () => { window.speechSynthesis.cancel(); done(); }, { once: true });
    window.speechSynthesis.speak(line);
  });
}
