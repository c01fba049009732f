// Reads QR codes from the camera: by the browser's own reader where it has one, else by paulmillr's `qr`.
import decodeQR from "qr/decode.js";

const WIDEST = 640; // pixels looked at; more only costs time
const PAUSE = 180; // milliseconds between two looks
const SAME = 4000; // a code held still is told once

const ownReader = async () => {
  if (!("BarcodeDetector" in globalThis)) return null;
  const kinds = await BarcodeDetector.getSupportedFormats().catch(() => []);
  if (!kinds.includes("qr_code")) return null;
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  return async (video) => (await detector.detect(video))[0]?.rawValue ?? "";
};
const otherReader = () => {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return (video) => {
    const scale = Math.min(1, WIDEST / video.videoWidth);
    canvas.width = video.videoWidth * scale;
    canvas.height = video.videoHeight * scale;
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    try {
      return decodeQR(context.getImageData(0, 0, canvas.width, canvas.height));
    } catch {
      return ""; // no code in this picture
    }
  };
};

// Watches until the function it returns is called.
export const watch = async (video, found) => {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
  video.srcObject = stream;
  await video.play();
  const look = (await ownReader()) ?? otherReader();
  let going = true;
  let last = "";
  let lastAt = 0;
  const again = async () => {
    if (!going) return;
    const code = video.videoWidth ? await Promise.resolve(look(video)).catch(() => "") : "";
    if (going && code && (code !== last || Date.now() - lastAt > SAME)) {
      last = code;
      found(code);
    }
    if (code) lastAt = Date.now();
    setTimeout(again, PAUSE);
  };
  again();
  return () => {
    going = false;
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
};
