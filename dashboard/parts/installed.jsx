// The installed app: the service worker of a signed-in device, and the offer to install.
import { useEffect, useState } from "react";
import Download from "lucide-react/dist/esm/icons/download.mjs";

const HOME = "companion-home-1";
const WAIT_MS = 1500;
let offered = null;

if (typeof window !== "undefined") {
  window.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offered = event;
    window.dispatchEvent(new Event("companion:installable"));
  });
}

// `forgets`: the page of nobody; what the device kept of somebody's home goes away.
export function OfflineHome({ isSignedIn = false, forgets = false }) {
  useEffect(() => {
    if (forgets) window.caches?.delete(HOME).catch(() => {});
  }, [forgets]);
  useEffect(() => {
    if (!isSignedIn || !navigator.serviceWorker) return undefined;
    const timer = setTimeout(() => navigator.serviceWorker.register("/sw.js").catch(() => {}), WAIT_MS);
    return () => clearTimeout(timer);
  }, [isSignedIn]);
  return null;
}

export function InstallOffer({ label = "" }) {
  const [isOffered, setOffered] = useState(false);
  useEffect(() => {
    const look = () => setOffered(offered !== null);
    look();
    window.addEventListener("companion:installable", look);
    return () => window.removeEventListener("companion:installable", look);
  }, []);
  if (!isOffered) return null;
  const install = async () => {
    await offered.prompt();
    offered = null;
    setOffered(false);
  };
  return (
    <button type="button" className="btn" id="install" onClick={install}>
      <Download size={18} aria-hidden />
      <span>{label}</span>
    </button>
  );
}
