#include "attention.h"
hop_status cli_attention_example(void) {
    return HOP_OK;
}
