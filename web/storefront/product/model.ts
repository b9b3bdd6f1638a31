// The 3D viewer: a big library, fetched only when somebody asks to turn a piece around.
export const ready = import('@google/model-viewer');
