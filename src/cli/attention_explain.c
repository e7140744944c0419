#include "attention.h"
hop_status cli_attention_explain(const char *memory, double scale) {
    (void)memory;
    (void)scale;
    return HOP_OK;
}
