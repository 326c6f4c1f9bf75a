// Python bindings of the name comparison: a list of folded names as an object that owns its index.
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/tuple.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <tuple>

#include "bind.hpp"
#include "names.hpp"

namespace nb = nanobind;

namespace {

template <class T>
using In = nb::ndarray<const T, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
template <class T>
using Out = nb::ndarray<T, nb::c_contig, nb::device::cpu>;

using Words = std::tuple<In<std::uint8_t>, In<std::int64_t>, In<std::uint8_t>, In<std::int64_t>,
                         In<std::int32_t>, In<std::uint8_t>>;
using Forms = std::tuple<In<std::int64_t>, In<std::int32_t>, In<double>, In<std::uint32_t>,
                         In<std::uint32_t>, In<std::uint8_t>, In<std::uint8_t>>;

[[noreturn]] void refuse(const char *what) { throw std::invalid_argument(what); }

void rising(const In<std::int64_t> &start, std::size_t end) {
    if (start.size() == 0 || start.data()[0] != 0) refuse("starts must begin with 0");
    for (std::size_t i = 1; i < start.size(); ++i)
        if (start.data()[i] < start.data()[i - 1]) refuse("starts must not fall");
    if (static_cast<std::size_t>(start.data()[start.size() - 1]) != end) refuse("starts end elsewhere");
}

kanmon::NameList *listed(const Words &words, const Forms &forms) {
    const auto &[chars, char_start, bones, bone_start, meanings, kinds] = words;
    const auto &[start, at, weight, legal, scripts, own, turned] = forms;
    rising(char_start, chars.size());
    rising(bone_start, bones.size());
    rising(start, at.size());
    const auto count = kinds.size(), held = legal.size();
    if (char_start.size() != count + 1 || bone_start.size() != count + 1 || meanings.size() != count)
        refuse("columns of the words differ in length");
    if (start.size() != held + 1 || scripts.size() != held || own.size() != held ||
        turned.size() != held || weight.size() != at.size())
        refuse("columns of the forms differ in length");
    if (held > 0x7fffffffu) refuse("too many forms");
    for (std::size_t p = 0; p < at.size(); ++p) {
        if (at.data()[p] < 0 || static_cast<std::size_t>(at.data()[p]) >= count) refuse("no such word");
        if (!(weight.data()[p] >= 0.0 && weight.data()[p] <= 1e6)) refuse("a weight is out of range");
    }
    auto list = std::make_unique<kanmon::NameList>();
    const auto text = [](const auto &bytes, const auto &from, std::size_t i) {
        return std::string(reinterpret_cast<const char *>(bytes.data()) + from.data()[i],
                           static_cast<std::size_t>(from.data()[i + 1] - from.data()[i]));
    };
    nb::gil_scoped_release free;
    list->words.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        if (char_start.data()[i + 1] == char_start.data()[i]) refuse("a word without letters");
        list->words.push_back({text(chars, char_start, i), text(bones, bone_start, i),
                               meanings.data()[i], kinds.data()[i], {}});
    }
    list->at.assign(at.data(), at.data() + at.size());
    list->weight.assign(weight.data(), weight.data() + weight.size());
    list->forms.reserve(held);
    for (std::size_t f = 0; f < held; ++f)
        list->forms.push_back({static_cast<std::size_t>(start.data()[f]),
                               static_cast<std::size_t>(start.data()[f + 1]), legal.data()[f],
                               scripts.data()[f], own.data()[f], turned.data()[f], 0.0, {}, {}, 0});
    list->build();
    return list.release();
}

void candidates(const kanmon::NameList &list, const kanmon::NameList &asked,
                const std::tuple<std::size_t, std::size_t, int> &how, const Out<std::int32_t> &form,
                const Out<double> &likeness) {
    const auto [top, budget, threads] = how;
    if (top == 0 || top > 10000) refuse("top must be 1 to 10000");
    const auto cells = asked.forms.size() * top;
    if (form.size() != cells || likeness.size() != cells) refuse("an output array has another size");
    nb::gil_scoped_release free;
    list.candidates(asked, top, budget, std::min(threads, 256), form.data(), likeness.data());
}

void compare(const kanmon::NameList &list, const kanmon::NameList &asked, const In<std::int32_t> &left,
             const In<std::int32_t> &right, const Out<double> &features, int threads) {
    if (left.size() != right.size() || features.size() != left.size() * kanmon::name_features)
        refuse("an array has another size");
    for (std::size_t p = 0; p < left.size(); ++p)
        if (left.data()[p] < 0 || static_cast<std::size_t>(left.data()[p]) >= asked.forms.size() ||
            right.data()[p] < 0 || static_cast<std::size_t>(right.data()[p]) >= list.forms.size())
            refuse("no such form");
    nb::gil_scoped_release free;
    list.compare(asked, left.data(), right.data(), left.size(), std::min(threads, 256), features.data());
}

}  // namespace

void bind_names(nb::module_ &m) {
    nb::class_<kanmon::NameList>(m, "NameList", "Folded names with their inverted index.")
        .def("__len__", [](const kanmon::NameList &list) { return list.forms.size(); })
        .def("candidates", &candidates, nb::arg("asked"), nb::arg("how"),
             nb::arg("form").noconvert(), nb::arg("likeness").noconvert(),
             "Fill the forms most like each asked form; how is (top, budget, threads).")
        .def("compare", &compare, nb::arg("asked"), nb::arg("left").noconvert(),
             nb::arg("right").noconvert(), nb::arg("features").noconvert(), nb::arg("threads"),
             "Fill the features of pairs of forms.");
    m.def("name_list", &listed, nb::arg("words").noconvert(), nb::arg("forms").noconvert(),
          nb::rv_policy::take_ownership, "Take folded names in and index them.");
}
