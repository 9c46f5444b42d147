/* Feed the files of a folder to a fuzz target, without libFuzzer.
 *
 * The name of an input is printed before it runs, so after a crash the last
 * line names the culprit. Prints TAP, one case for the folder. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint8_t *read_file(const char *path, size_t *size)
{
    FILE *f = fopen(path, "rb");
    if (!f || fseek(f, 0, SEEK_END) != 0) return NULL;
    long end = ftell(f);
    rewind(f);
    /* Exactly as long as the input, so that a sanitizer sees an overrun. */
    uint8_t *data = malloc(end > 0 ? (size_t)end : 1);
    *size = data ? fread(data, 1, (size_t)end, f) : 0;
    fclose(f);
    return data;
}

static int replay_file(const char *folder, const char *name)
{
    char path[4096];
    size_t size;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    printf("# %s\n", path);
    fflush(stdout);
    uint8_t *data = read_file(path, &size);
    if (!data) return 0;
    LLVMFuzzerTestOneInput(data, size);
    free(data);
    return 1;
}

int main(int argc, char **argv)
{
    DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
    if (!folder) {
        printf("not ok 1 - usage: replay FOLDER\n");
        return 1;
    }
    int ran = 0, unread = 0;
    for (struct dirent *e; (e = readdir(folder));) {
        if (e->d_name[0] == '.') continue;
        int ok = replay_file(argv[1], e->d_name);
        ran += ok;
        unread += !ok;
    }
    closedir(folder);
    int good = ran > 0 && unread == 0;
    printf("%s 1 - %d inputs of %s\n", good ? "ok" : "not ok", ran, argv[1]);
    return !good;
}
