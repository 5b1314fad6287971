// Files that wait in a form until it is sent.

const DECEIVING = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}]/gu; // what turns a name around for its reader

export function nameOf(file) {
  return file.name.replace(DECEIVING, "\ufffd");
}

export function setFiles(picker, files) {
  const all = new DataTransfer();
  for (const file of files) all.items.add(file);
  picker.files = all.files;
}

// A folder, and a file that was written to after it was chosen, can be attached, but not sent: a browser does not say which.
export async function unreadable(files) {
  for (const file of files) {
    try {
      await file.slice(0, 1).arrayBuffer();
    } catch {
      return file;
    }
  }
  return null;
}
