/* The inner loops of training: drawing a batch, sums of rows, their gradients, Adam on the rows that were touched.
 * Built by the Makefile: cc -O3 -march=native -ffast-math -fopenmp -shared -fPIC kernels.c -o kernels.so -lm
 * Bags are laid out in slots: the tokens of item b are ids[b * slot .. b * slot + length[b]), with their weights beside them. */
#include <math.h>
#include <omp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* xorshift: one state an item, so that a batch is the same on any number of threads. */
static inline float chance(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (float)(*state >> 40) / (float)(1 << 24);
}

static inline uint64_t seeded(uint64_t seed, uint64_t item) {
    uint64_t state = (seed + 1) * 0x9E3779B97F4A7C15ull ^ (item + 1) * 0xBF58476D1CE4E5B9ull;
    for (int i = 0; i < 4; i++) chance(&state);
    return state;
}

/* A bag that is being counted: how often each token was seen, and which were. */
typedef struct {
    float *count;
    int32_t *seen;
    int size;
} Bag;

static inline void add(Bag *bag, int32_t token, float times) {
    if (bag->count[token] == 0) bag->seen[bag->size++] = token;
    bag->count[token] += times;
}

/* Adds tokens in their order, and with `pairs` > 0 the row of each two neighbours, hashed behind the vocabulary. */
static void add_all(Bag *bag, const uint16_t *tokens, int64_t from, int64_t to, int32_t vocabulary, int32_t pairs) {
    for (int64_t t = from; t < to; t++) {
        add(bag, tokens[t], 1);
        if (pairs > 0 && t > from) {
            uint32_t hash = ((uint32_t)tokens[t - 1] * 31u + (uint32_t)tokens[t] * 17u) % (uint32_t)pairs;
            add(bag, vocabulary + (int32_t)hash, 1);
        }
    }
}

/* Writes the square root of each count, dropping tokens by chance, and empties the bag. */
static int write_bag(Bag *bag, int32_t *ids, float *weights, int slot, float drop, uint64_t *state) {
    int length = 0;
    for (int i = 0; i < bag->size; i++) {
        int32_t token = bag->seen[i];
        float count = bag->count[token];
        bag->count[token] = 0;
        if (length < slot && (bag->size <= 4 || chance(state) >= drop)) {
            ids[length] = token;
            weights[length++] = sqrtf(count);
        }
    }
    bag->size = 0;
    return length;
}

typedef struct {
    const uint16_t *tokens;
    const int64_t *at;
} Field;

/* Draws both sides of a batch. `phrases` are ways people begin a question; `neighbour` is another pair of the same file or -1. */
void draw(const int64_t *items, int batch, uint64_t seed, Field short_, Field long_, Field path, Field code, const uint8_t *is_name,
          const int32_t *neighbour, Field phrases, int phrase_count, int32_t vocabulary, int32_t pairs, const float *chances, int question_slot,
          int32_t *question_ids, float *question_weights, int32_t *question_length, int code_slot, int32_t *code_ids, float *code_weights,
          int32_t *code_length) {
    const float drop = chances[0], ask_long = chances[1], phrase = chances[2], path_in_question = chances[3], path_in_code = chances[4], mix = chances[5];
#pragma omp parallel
    {
        Bag bag = {calloc(vocabulary + pairs, sizeof(float)), malloc(sizeof(int32_t) * 4096), 0};
#pragma omp for schedule(static, 32)
        for (int b = 0; b < batch; b++) {
            int64_t i = items[b];
            uint64_t state = seeded(seed, i);
            int has_long = long_.at[i + 1] > long_.at[i];
            Field asked = has_long && chance(&state) < ask_long ? long_ : short_;
            add_all(&bag, asked.tokens, asked.at[i], asked.at[i + 1], vocabulary, pairs);
            if (chance(&state) < phrase) {
                int p = (int)(chance(&state) * phrase_count);
                add_all(&bag, phrases.tokens, phrases.at[p], phrases.at[p + 1], vocabulary, pairs);
            }
            /* What has only a name is asked for with a word of where it is. */
            int names_path = is_name[i] && chance(&state) < path_in_question;
            if (names_path) add_all(&bag, path.tokens, path.at[i], path.at[i + 1], vocabulary, pairs);
            question_length[b] = write_bag(&bag, question_ids + (int64_t)b * question_slot, question_weights + (int64_t)b * question_slot, question_slot, drop, &state);
            add_all(&bag, code.tokens, code.at[i], code.at[i + 1], vocabulary, pairs);
            int32_t other = neighbour[i];
            if (other >= 0 && chance(&state) < mix) add_all(&bag, code.tokens, code.at[other], code.at[other + 1], vocabulary, pairs);
            if (!names_path && chance(&state) < path_in_code) add_all(&bag, path.tokens, path.at[i], path.at[i + 1], vocabulary, pairs);
            code_length[b] = write_bag(&bag, code_ids + (int64_t)b * code_slot, code_weights + (int64_t)b * code_slot, code_slot, drop, &state);
        }
        free(bag.count);
        free(bag.seen);
    }
}

/* out[b] = sum of weight * table[token]. */
void sum_rows(const float *table, const int32_t *ids, const float *weights, const int32_t *length, int slot, int batch, int width, float *out) {
#pragma omp parallel for schedule(static, 32)
    for (int b = 0; b < batch; b++) {
        float *o = out + (int64_t)b * width;
        memset(o, 0, sizeof(float) * width);
        for (int64_t t = (int64_t)b * slot; t < (int64_t)b * slot + length[b]; t++) {
            const float *row = table + (int64_t)ids[t] * width;
            float w = weights[t];
            for (int d = 0; d < width; d++) o[d] += w * row[d];
        }
    }
}

/* Adds the gradient of each sum to its rows, and marks them. Threads share the width, so that no two write to one place. */
void spread(const float *gradient, const int32_t *ids, const float *weights, const int32_t *length, int slot, int batch, int width,
            float *into, uint8_t *touched) {
    const int parts = 4;
#pragma omp parallel for schedule(static, 1)
    for (int part = 0; part < parts; part++) {
        int from = part * (width / parts), to = part == parts - 1 ? width : from + width / parts;
        for (int b = 0; b < batch; b++) {
            const float *g = gradient + (int64_t)b * width;
            for (int64_t t = (int64_t)b * slot; t < (int64_t)b * slot + length[b]; t++) {
                float *row = into + (int64_t)ids[t] * width;
                float w = weights[t];
                if (part == 0) touched[ids[t]] = 1;
                for (int d = from; d < to; d++) row[d] += w * g[d];
            }
        }
    }
}

/* Adam on the touched rows; clears their gradient and their mark. */
void adam(float *table, float *gradient, float *first, float *second, uint8_t *touched, int rows, int width, float rate, float step) {
    const float b1 = 0.9f, b2 = 0.99f, c1 = 1 - powf(b1, step), c2 = 1 - powf(b2, step);
#pragma omp parallel for schedule(static, 256)
    for (int r = 0; r < rows; r++) {
        if (!touched[r]) continue;
        touched[r] = 0;
        float *e = table + (int64_t)r * width, *g = gradient + (int64_t)r * width, *m = first + (int64_t)r * width, *v = second + (int64_t)r * width;
        for (int d = 0; d < width; d++) {
            float x = g[d];
            m[d] = b1 * m[d] + (1 - b1) * x;
            v[d] = b2 * v[d] + (1 - b2) * x * x;
            e[d] -= rate * (m[d] / c1) / (sqrtf(v[d] / c2) + 1e-8f);
            g[d] = 0;
        }
    }
}

/* BM25 of every question against every code of a batch, in tokens; each question's best is 1. */
void shared_words(const int32_t *question_ids, const int32_t *question_length, int question_slot, const int32_t *code_ids, const float *code_weights,
                  const int32_t *code_length, int code_slot, const float *rarity, int rows, int batch, float *out) {
    double total = 0;
    for (int64_t b = 0; b < batch; b++) for (int t = 0; t < code_length[b]; t++) total += code_weights[b * code_slot + t] * code_weights[b * code_slot + t];
    const float mean = (float)(total / batch), k = 1.2f, share = 0.75f;
#pragma omp parallel
    {
        float *value = calloc(rows, sizeof(float));
#pragma omp for schedule(static, 16)
        for (int c = 0; c < batch; c++) {
            const int32_t *ids = code_ids + (int64_t)c * code_slot;
            const float *weights = code_weights + (int64_t)c * code_slot;
            float size = 0;
            for (int t = 0; t < code_length[c]; t++) size += weights[t] * weights[t];
            for (int t = 0; t < code_length[c]; t++) {
                float times = weights[t] * weights[t];
                value[ids[t]] = rarity[ids[t]] * times * (k + 1) / (times + k * (1 - share + share * size / mean));
            }
            for (int q = 0; q < batch; q++) {
                float sum = 0;
                for (int t = 0; t < question_length[q]; t++) sum += value[question_ids[(int64_t)q * question_slot + t]];
                out[(int64_t)q * batch + c] = sum;
            }
            for (int t = 0; t < code_length[c]; t++) value[ids[t]] = 0;
        }
        free(value);
    }
#pragma omp parallel for schedule(static, 32)
    for (int q = 0; q < batch; q++) {
        float *row = out + (int64_t)q * batch, best = 1e-6f;
        for (int c = 0; c < batch; c++) if (row[c] > best) best = row[c];
        for (int c = 0; c < batch; c++) row[c] /= best;
    }
}

/* Softmax of each row in place; returns the sum of -log of the diagonal. */
double softmax_rows(float *scores, int size) {
    double loss = 0;
#pragma omp parallel for reduction(+ : loss) schedule(static, 32)
    for (int i = 0; i < size; i++) {
        float *row = scores + (int64_t)i * size, best = -1e30f, sum = 0, own = row[i];
        for (int j = 0; j < size; j++) if (row[j] > best) best = row[j];
        for (int j = 0; j < size; j++) {
            row[j] = expf(row[j] - best);
            sum += row[j];
        }
        for (int j = 0; j < size; j++) row[j] /= sum;
        loss += best - own + logf(sum);
    }
    return loss;
}
