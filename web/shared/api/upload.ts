// Uploads go through XMLHttpRequest because fetch cannot tell how far an upload has come.
import { ApiError } from './client';
import type { Problem } from '../types';

export interface UploadReply {
  id: string;
  status: 'processing' | 'ready' | 'failed';
  kind: 'image' | 'video';
  url: string | null;
  width?: number;
  height?: number;
  srcset?: string | null;
}

export interface Upload {
  done: Promise<UploadReply>;
  cancel: () => void;
}

function refusal(request: XMLHttpRequest): ApiError {
  try {
    const problem = JSON.parse(request.responseText) as Problem;
    if (typeof problem.code === 'string') return new ApiError({ ...problem, status: request.status });
  } catch {
    // Not a problem document.
  }
  return new ApiError({ title: 'Upload failed', status: request.status, code: `http.${request.status}` });
}

/** A picture for a return or a claim: also by a guest who holds the order's token. */
export async function uploadForOrder(order: string, token: string | null, file: Blob): Promise<UploadReply> {
  let reply: Response;
  try {
    reply = await fetch(`/v1/orders/${encodeURIComponent(order)}/photos`, {
      method: 'POST',
      headers: { Accept: 'application/json', 'Content-Type': file.type || 'application/octet-stream', ...(token ? { 'Plaza-Access-Token': token } : {}) },
      body: file,
    });
  } catch {
    throw new ApiError({ title: 'No connection', status: 0, code: 'network.offline' });
  }
  const body: unknown = await reply.json().catch(() => null);
  if (reply.ok && body) return body as UploadReply;
  throw new ApiError({ title: 'Upload failed', code: `http.${reply.status}`, ...((body ?? {}) as Partial<Problem>), status: reply.status });
}

function transfer(path: string, body: Blob | FormData, type: string, progress: (part: number) => void): Upload {
  const request = new XMLHttpRequest();
  const done = new Promise<UploadReply>((resolve, reject) => {
    request.open('POST', path);
    request.setRequestHeader('Accept', 'application/json');
    if (type) request.setRequestHeader('Content-Type', type);
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as UploadReply);
      else reject(refusal(request));
    };
    request.onerror = () => reject(new ApiError({ title: 'No connection', status: 0, code: 'network.offline' }));
    request.onabort = () => reject(new ApiError({ title: 'Cancelled', status: 0, code: 'network.cancelled' }));
    request.send(body);
  });
  return { done, cancel: () => request.abort() };
}

/** `progress` hears 0..1 while the bytes go out. */
export function upload(file: Blob, name: string, alt: string, progress: (part: number) => void): Upload {
  const form = new FormData();
  form.append('file', file, name);
  return transfer(`/v1/media${alt ? `?alt=${encodeURIComponent(alt)}` : ''}`, form, '', progress);
}

/** A picture for one conversation: `path` takes its bytes. */
export function uploadTo(path: string, file: Blob, progress: (part: number) => void): Upload {
  return transfer(path, file, file.type || 'application/octet-stream', progress);
}
