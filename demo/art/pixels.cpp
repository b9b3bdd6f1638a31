// Pixel work that numpy is too slow for: removing Monte Carlo noise, mixing light groups
// through a film curve, and resampling frames for slow camera moves.
// Called from Python through ctypes (pixels.py); planes are row-major floats.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace {

struct Image {
    int w, h;
    long n() const { return long(w) * h; }
    static int clampTo(int v, int hi) { return v < 0 ? 0 : v > hi ? hi : v; }
};

// Features decide which pixels belong to the same surface. Albedo is judged loosely because
// texture has already been divided out; normals and depth keep silhouettes and folds apart.
struct Features {
    const float *albedo, *normal, *logDepth;
    long n;
    float distance(long p, long q) const {
        float a = 0, b = 0;
        for (int c = 0; c < 3; c++) {
            const float da = albedo[c * n + p] - albedo[c * n + q];
            const float db = normal[c * n + p] - normal[c * n + q];
            a += da * da;
            b += db * db;
        }
        const float d = logDepth[p] - logDepth[q];
        return a * 14.f + b * 9.f + d * d * 1500.f;
    }
};

// Joint non-local means over two independent half renders: the patch distance is the product
// of both halves' differences, so noise cancels on average and only real structure separates.
// noise is the local variance of the mean: where few samples found the light, more is forgiven.
void nonLocalMeans(Image im, const float *A, const float *B, const Features &f, const std::vector<float> &noise, float *out) {
    const int R = 7, P = 2, band = 24;
    const long n = im.n();
    std::vector<float> la(n), lb(n);
    for (long i = 0; i < n; i++) {
        la[i] = (A[i] + 2 * A[i + n] + A[i + 2 * n]) * .25f;
        lb[i] = (B[i] + 2 * B[i + n] + B[i + 2 * n]) * .25f;
    }
    const float patch = (2 * P + 1) * (2 * P + 1);
    std::vector<float> diff((band + 2 * P) * long(im.w)), col(im.w), sum(band * long(im.w)),
        acc(band * long(im.w) * 3), weight(im.w);
    for (int y0 = 0; y0 < im.h; y0 += band) {
        const int rows = std::min(band, im.h - y0);
        std::fill(sum.begin(), sum.end(), 0.f);
        std::fill(acc.begin(), acc.end(), 0.f);
        for (int dy = -R; dy <= R; dy++)
            for (int dx = -R; dx <= R; dx++) {
                // A checkerboard of offsets reaches as far for half the price.
                if (((dx + dy) & 1) && (dx || dy)) continue;
                const int xa = std::max(0, -dx), xb = std::min(im.w, im.w - dx);
                for (int r = -P; r < rows + P; r++) {
                    const int y = Image::clampTo(y0 + r, im.h - 1), yq = Image::clampTo(y + dy, im.h - 1);
                    float *d = &diff[(r + P) * long(im.w)];
                    std::fill(d, d + im.w, 0.f);
                    const float *a = &la[long(y) * im.w], *b = &lb[long(y) * im.w];
                    const float *aq = &la[long(yq) * im.w] + dx, *bq = &lb[long(yq) * im.w] + dx;
                    for (int x = xa; x < xb; x++) d[x] = (a[x] - aq[x]) * (b[x] - bq[x]);
                }
                for (int r = 0; r < rows; r++) {
                    const int y = y0 + r, yq = y + dy;
                    if (yq < 0 || yq >= im.h) continue;
                    std::fill(col.begin(), col.end(), 0.f);
                    for (int k = 0; k <= 2 * P; k++) {
                        const float *d = &diff[(r + k) * long(im.w)];
                        for (int x = 0; x < im.w; x++) col[x] += d[x];
                    }
                    const long row = long(y) * im.w, off = long(dy) * im.w + dx;
                    float *w = weight.data(), *sr = &sum[r * long(im.w)];
                    for (int x = xa; x < xb; x++) {
                        float s = 0;
                        for (int k = -P; k <= P; k++) s += col[Image::clampTo(x + k, im.w - 1)];
                        w[x] = std::max(s, 0.f) / (patch * (.0035f + 1.1f * noise[row + x])) + f.distance(row + x, row + x + off);
                    }
                    for (int x = xa; x < xb; x++) { w[x] = std::exp(-w[x]); sr[x] += w[x]; }
                    for (int c = 0; c < 3; c++) {
                        const float *a = &A[c * n + row] + off, *b = &B[c * n + row] + off;
                        float *o = &acc[(long(c) * band + r) * im.w];
                        for (int x = xa; x < xb; x++) o[x] += w[x] * (a[x] + b[x]);
                    }
                }
            }
        for (int c = 0; c < 3; c++)
            for (int r = 0; r < rows; r++)
                for (int x = 0; x < im.w; x++)
                    out[c * n + (y0 + r) * long(im.w) + x] =
                        .5f * acc[(long(c) * band + r) * im.w + x] / std::max(sum[r * long(im.w) + x], 1e-6f);
    }
}

// Variance of the halves' mean, averaged over a small window.
std::vector<float> localNoise(Image im, const float *A, const float *B) {
    const long n = im.n();
    const int r = 4;
    std::vector<float> v(n), t(n);
    for (long i = 0; i < n; i++) {
        const float d = ((A[i] - B[i]) + 2 * (A[i + n] - B[i + n]) + (A[i + 2 * n] - B[i + 2 * n])) * .25f;
        v[i] = d * d * .25f;
    }
    for (int y = 0; y < im.h; y++)
        for (int x = 0; x < im.w; x++) {
            float s = 0;
            for (int k = -r; k <= r; k++) s += v[long(y) * im.w + Image::clampTo(x + k, im.w - 1)];
            t[long(y) * im.w + x] = s;
        }
    for (int y = 0; y < im.h; y++)
        for (int x = 0; x < im.w; x++) {
            float s = 0;
            for (int k = -r; k <= r; k++) s += t[long(Image::clampTo(y + k, im.h - 1)) * im.w + x];
            v[long(y) * im.w + x] = s / ((2 * r + 1) * (2 * r + 1));
        }
    return v;
}

// A lone pixel brighter or darker than all but one of its neighbours is a light the sampler happened to hit or miss.
void despeckle(Image im, float *plane) {
    const std::vector<float> src(plane, plane + im.n());
    for (int y = 1; y < im.h - 1; y++)
        for (int x = 1; x < im.w - 1; x++) {
            float lo1 = 1e9f, lo2 = 1e9f, hi1 = -1e9f, hi2 = -1e9f;
            for (int j = -1; j <= 1; j++)
                for (int i = -1; i <= 1; i++) {
                    if (!i && !j) continue;
                    const float v = src[long(y + j) * im.w + x + i];
                    lo2 = std::min(lo2, std::max(lo1, v));
                    lo1 = std::min(lo1, v);
                    hi2 = std::max(hi2, std::min(hi1, v));
                    hi1 = std::max(hi1, v);
                }
            float &v = plane[long(y) * im.w + x];
            v = std::min(std::max(v, lo2), hi2);
        }
}

// Wavelet passes with widening steps: these take away the slow blotches on walls and backdrops.
void aTrous(Image im, const Features &f, const std::vector<float> &noise, float *img) {
    static const float kernel[3] = {.375f, .25f, .0625f};
    const float sigma[5] = {.085f, .07f, .055f, .04f, .032f};
    const long n = im.n();
    std::vector<float> next(3 * n), acc(im.w * 3L), sum(im.w), w(im.w);
    for (int pass = 0; pass < 5; pass++) {
        const int step = 1 << pass;
        // What noise is left shrinks with every pass.
        const float left = .9f / float(1 << (2 * pass)) + .02f;
        for (int y = 0; y < im.h; y++) {
            std::fill(acc.begin(), acc.end(), 0.f);
            std::fill(sum.begin(), sum.end(), 0.f);
            const long row = long(y) * im.w;
            for (int j = -2; j <= 2; j++) {
                const int yq = y + j * step;
                if (yq < 0 || yq >= im.h) continue;
                for (int i = -2; i <= 2; i++) {
                    const int dx = i * step;
                    const float k = kernel[std::abs(i)] * kernel[std::abs(j)];
                    const long off = long(j) * step * im.w + dx;
                    const int xa = std::max(0, -dx), xb = std::min(im.w, im.w - dx);
                    for (int x = xa; x < xb; x++) {
                        float d = 0;
                        for (int c = 0; c < 3; c++) {
                            const float *p = img + c * n + row + x;
                            d += (p[0] - p[off]) * (p[0] - p[off]);
                        }
                        w[x] = f.distance(row + x, row + x + off) + .4f * d / (sigma[pass] * sigma[pass] + left * noise[row + x]);
                    }
                    for (int x = xa; x < xb; x++) { w[x] = k * std::exp(-w[x]); sum[x] += w[x]; }
                    for (int c = 0; c < 3; c++) {
                        const float *q = img + c * n + row + off;
                        float *o = &acc[long(c) * im.w];
                        for (int x = xa; x < xb; x++) o[x] += w[x] * q[x];
                    }
                }
            }
            for (int c = 0; c < 3; c++)
                for (int x = 0; x < im.w; x++)
                    next[c * n + row + x] = acc[long(c) * im.w + x] / std::max(sum[x], 1e-6f);
        }
        std::copy(next.begin(), next.end(), img);
    }
}

// A film-like curve: log exposure through a fixed sigmoid after pulling the primaries inward,
// so that strong warm light rolls off to cream and not to orange.
struct Film {
    std::vector<float> curve;
    static constexpr int size = 4096;
    static constexpr float lo = -11.5f, hi = 4.3f;
    explicit Film(float contrast) : curve(size + 1) {
        for (int i = 0; i <= size; i++) {
            const float x = float(i) / size, x2 = x * x, x4 = x2 * x2;
            float v = 15.5f * x4 * x2 - 40.14f * x4 * x + 31.96f * x4 - 6.868f * x2 * x + .4298f * x2 + .1191f * x - .00232f;
            v = std::min(1.f, std::max(0.f, v));
            curve[i] = std::pow(v, contrast);
        }
    }
    float operator()(float v) const {
        const float e = (std::log2(std::max(v, 1e-6f)) - lo) / (hi - lo) * size;
        const float c = std::min(float(size) - .001f, std::max(0.f, e));
        const int i = int(c);
        return curve[i] + (curve[i + 1] - curve[i]) * (c - i);
    }
};

}  // namespace

extern "C" {

// halves: [groups][3][h][w] each; result in out, texture multiplied back.
void denoise(int w, int h, int groups, const float *a, const float *b, const float *albedo,
             const float *normal, const float *depth, float *out) {
    const Image im{w, h};
    const long n = im.n();
    std::vector<float> A(n * groups * 3), B(A.size()), mid(A.size()), z(n);
    for (long i = 0; i < n; i++) z[i] = std::log(std::min(std::max(depth[i], .01f), 60.f));
    for (int g = 0; g < groups; g++)
        for (int c = 0; c < 3; c++)
            for (long i = 0; i < n; i++) {
                const long o = (g * 3L + c) * n + i;
                const float t = 1.f / (albedo[c * n + i] + .04f);
                A[o] = std::log1p(std::max(0.f, a[o]) * t);
                B[o] = std::log1p(std::max(0.f, b[o]) * t);
            }
    for (int c = 0; c < groups * 3; c++) {
        despeckle(im, &A[c * n]);
        despeckle(im, &B[c * n]);
    }
    const Features f{albedo, normal, z.data(), n};
    // Each light group on its own: a noisy lamp must not soften the shadows of the sun.
    for (int g = 0; g < groups; g++) {
        const long o = g * 3L * n;
        const std::vector<float> noise = localNoise(im, &A[o], &B[o]);
        nonLocalMeans(im, &A[o], &B[o], f, noise, &mid[o]);
        aTrous(im, f, noise, &mid[o]);
    }
    for (int g = 0; g < groups; g++)
        for (int c = 0; c < 3; c++)
            for (long i = 0; i < n; i++) {
                const long o = (g * 3L + c) * n + i;
                out[o] = std::expm1(mid[o]) * (albedo[c * n + i] + .04f);
            }
}

// Sum of light groups (each tinted by gain[g][3]) through the film curve to 8-bit RGB.
void develop(long n, int groups, const float *planes, const float *gain, float contrast,
             float saturation, float grain, uint32_t seed, uint8_t *rgb) {
    static const float in[3][3] = {{.842479f, .0784336f, .0792237f}, {.0423282f, .878469f, .0791661f}, {.0423757f, .0784336f, .879143f}};
    static const float un[3][3] = {{1.196879f, -.0980209f, -.0990297f}, {-.0528969f, 1.151903f, -.0989612f}, {-.0529716f, -.0980435f, 1.151074f}};
    const Film film(contrast);
    uint32_t s = seed * 2654435761u + 12345u;
    for (long i = 0; i < n; i++) {
        float v[3] = {0, 0, 0}, e[3], o[3];
        for (int g = 0; g < groups; g++)
            for (int c = 0; c < 3; c++) v[c] += planes[(g * 3L + c) * n + i] * gain[g * 3 + c];
        for (int r = 0; r < 3; r++) e[r] = film(in[r][0] * v[0] + in[r][1] * v[1] + in[r][2] * v[2]);
        for (int r = 0; r < 3; r++) o[r] = un[r][0] * e[0] + un[r][1] * e[1] + un[r][2] * e[2];
        const float luma = .2126f * o[0] + .7152f * o[1] + .0722f * o[2];
        s = s * 1664525u + 1013904223u;
        const float g1 = float(s >> 8) / 16777216.f;
        s = s * 1664525u + 1013904223u;
        const float noise = (g1 + float(s >> 8) / 16777216.f - 1.f) * grain;
        for (int c = 0; c < 3; c++) {
            const float d = luma + (o[c] - luma) * saturation + noise;
            rgb[i * 3 + c] = uint8_t(std::min(255.f, std::max(0.f, d * 255.f + .5f)));
        }
    }
}

// Bicubic (Catmull-Rom) resample of the rectangle (x, y, rw, rh) to ow x oh: sub-pixel exact, so slow moves do not jitter.
void resample(const uint8_t *src, int w, int h, float x, float y, float rw, float rh, uint8_t *dst, int ow, int oh) {
    const Image im{w, h};
    auto weights = [](float t, float k[4]) {
        const float t2 = t * t, t3 = t2 * t;
        k[0] = -.5f * t + t2 - .5f * t3;
        k[1] = 1 - 2.5f * t2 + 1.5f * t3;
        k[2] = .5f * t + 2 * t2 - 1.5f * t3;
        k[3] = -.5f * t2 + .5f * t3;
    };
    std::vector<float> line(long(oh) * w * 3);
    for (int j = 0; j < oh; j++) {
        const float fy = y + (j + .5f) * rh / oh - .5f;
        const int iy = int(std::floor(fy));
        float k[4];
        weights(fy - iy, k);
        float *o = &line[long(j) * w * 3];
        std::fill(o, o + w * 3, 0.f);
        for (int t = 0; t < 4; t++) {
            const uint8_t *r = src + long(Image::clampTo(iy - 1 + t, h - 1)) * w * 3;
            for (int i = 0; i < w * 3; i++) o[i] += k[t] * r[i];
        }
    }
    for (int i = 0; i < ow; i++) {
        const float fx = x + (i + .5f) * rw / ow - .5f;
        const int ix = int(std::floor(fx));
        float k[4];
        weights(fx - ix, k);
        int at[4];
        for (int t = 0; t < 4; t++) at[t] = Image::clampTo(ix - 1 + t, w - 1) * 3;
        for (int j = 0; j < oh; j++)
            for (int c = 0; c < 3; c++) {
                const float *r = &line[long(j) * w * 3 + c];
                const float v = k[0] * r[at[0]] + k[1] * r[at[1]] + k[2] * r[at[2]] + k[3] * r[at[3]];
                dst[(long(j) * ow + i) * 3 + c] = uint8_t(std::min(255.f, std::max(0.f, v + .5f)));
            }
    }
}

}  // extern "C"
